import { describe, expect, it } from 'vitest';
import { runCommand } from '../../../scripts/setup/run-command.mjs';

describe('runCommand', () => {
  it('shows what both streams said, without colours, when the program fails', async () => {
    await expect(runCommand('sh', ['-c', 'echo one; printf "\\033[31mtwo\\033[0m\\n" >&2; exit 7'])).rejects.toThrowErrorMatchingInlineSnapshot(`
      [SetUpError: \`sh -c echo one; printf "\\033[31mtwo\\033[0m\\n" >&2; exit 7\` failed (7). It printed:
        one
        two]
    `);
  });

  it('shows both ends of a long output', async () => {
    const failure = await runCommand('sh', ['-c', 'seq 100; exit 1']).catch(String);
    expect(failure).toContain('\n  1\n');
    expect(failure).toContain('\n  8\n  ...\n  84\n');
    expect(failure).toMatch(/\n {2}100$/);
  });

  it('says when there is no such program', async () => {
    await expect(runCommand('no-such-program', [])).rejects.toThrowErrorMatchingInlineSnapshot(`[SetUpError: \`no-such-program\` could not be started: spawn no-such-program ENOENT]`);
  });

  it('ends the program and its children when told to, and only then lets go', async () => {
    const stop = new AbortController();
    const reason = new Error('enough');
    const running = runCommand('sh', ['-c', 'sleep 30 & sleep 30'], { signal: stop.signal });
    setTimeout(() => {
      stop.abort(reason);
    }, 50);
    await expect(running).rejects.toBe(reason);
  }, 5_000);
});
