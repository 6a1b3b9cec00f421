/** What a promise rejects with; ids, and a name that differs from run to run, are taken out of its message. */
export async function failureOf(promise: Promise<unknown>, name?: string): Promise<{ readonly name: string; readonly code: unknown; readonly message: string }> {
  const error = await promise.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason as Error,
  );
  const known = name === undefined ? error.message : error.message.replaceAll(name, 'NAME');
  const message = known.replace(/\b[0-9a-f]{64}\b/g, 'ID').replace(/"[0-9a-f]{12}"/g, '"ID"').replace(/seaworthy-(once-)?[0-9a-f]{8}/g, 'NAME');
  return { name: error.name, code: 'code' in error ? error.code : undefined, message };
}
