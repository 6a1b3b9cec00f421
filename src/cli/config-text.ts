import type { Model } from '../engine/compose/model.ts';
import { resolveExactSpec, resolveTree } from '../engine/compose/resolve.ts';
import type { PartialResolveOptions, StackSource } from '../engine/compose/source.ts';
import { printableValue } from '../engine/compose/printed/arrange.ts';
import type { Format, PrintedMap } from '../engine/compose/printed/printed.ts';
import { toPlain } from '../engine/compose/tree.ts';
import type { CommandCall } from './command.ts';
import type { ConfigFlags } from './config-command.ts';
import { hashLines, imageLines, profileLines, sectionLines, serviceLines } from './config-listings.ts';
import { variablesText } from './config-variables.ts';
import type { FlagValues } from './flags.ts';
import { jsonDocument } from './json-text.ts';
import type { Output } from './output.ts';
import { printableModel } from './printable-model.ts';
import { projectSource } from './project-flags.ts';
import { showWarnings } from './show-warnings.ts';
import { UsageError } from './usage-error.ts';
import { yamlDocument } from './yaml-text.ts';

type Call = Omit<CommandCall<ConfigFlags>, 'engine'>;

/** What `seaworthy config` prints. */
export const configText = async (call: Call): Promise<string> => {
  refuseDigests(call.flags);
  const format = formatOf(call.flags);
  const { source, options: ofProject } = projectSource(call.project);
  const options = { ...ofProject, ...stepsOf(call.flags), signal: call.interrupts.signal };
  if (call.flags.profiles === true) return lines(profileLines((await treeOf(source, options, call.output)).value));
  if (call.flags.variables === true) return variablesText(await documentOf(source, options, call.output), call.flags.format);
  if (call.flags['no-interpolate'] === true) return uninterpolatedText(call, format, source, options);
  const text = await listing(call, source, options);
  if (text !== undefined) return text;
  const { model } = await modelOf(source, { ...options, services: call.operands }, call.output);
  // The whole text, keys and all, as Compose does, so that it means the same when it is read again.
  return documentText(printableModel(model, { format, unused: call.flags['all-resources'] === true }), format).replaceAll('$', '$$$$');
};

const refuseDigests = (chosen: FlagValues<ConfigFlags>): void => {
  for (const flag of ['resolve-image-digests', 'lock-image-digests'] as const) {
    if (chosen[flag] !== true) continue;
    throw new UsageError(
      `--${flag} is not there: only a registry knows the digest of a tag, and config asks no registry; pull the images, write the digest that "docker image inspect --format '{{.RepoDigests}}' IMAGE" shows as "image: name@sha256:…", or use "docker compose config --${flag}"`,
      'config',
    );
  }
};

const formatOf = ({ format = 'yaml' }: FlagValues<ConfigFlags>): Format => {
  if (format === 'yaml' || format === 'json') return format;
  throw new UsageError(`unknown format "${format}"; use "yaml" or "json"`, 'config');
};

/** What is left undone. */
const stepsOf = (chosen: FlagValues<ConfigFlags>): PartialResolveOptions => ({
  normalize: chosen['no-normalize'] !== true,
  resolvePaths: chosen['no-path-resolution'] !== true,
  checkConsistency: chosen['no-consistency'] !== true,
  readEnvFiles: chosen['no-env-resolution'] !== true,
});

const lines = (entries: readonly string[]): string => entries.map((entry) => `${entry}\n`).join('');

const documentText = (value: PrintedMap, format: Format): string => (format === 'json' ? jsonDocument(value) : yamlDocument(value));

/** The listing that was asked for, if any. Like in Compose, most of them are about the whole project, whatever services are named. */
const listing = async ({ flags: chosen, operands, output }: Call, source: StackSource, options: PartialResolveOptions): Promise<string | undefined> => {
  // Compose lists these, and takes hashes, before it reads the env files of services.
  const unread = { ...options, readEnvFiles: false };
  const whole = async (): Promise<Model> => (await modelOf(source, unread, output)).model;
  if (chosen.services === true) return lines(serviceLines(await whole()));
  for (const section of ['volumes', 'networks', 'models'] as const) if (chosen[section] === true) return lines(sectionLines(await whole(), section));
  if (chosen.hash !== undefined) return lines(hashLines(await whole(), chosen.hash));
  if (chosen.images === true) return lines(imageLines((await modelOf(source, { ...unread, services: operands }, output)).model));
  if (chosen.environment !== true) return undefined;
  const { environment } = await modelOf(source, options, output);
  return lines(Object.entries(environment).map(([name, value]) => `${name}=${value}`).sort());
};

const uninterpolatedText = async (call: Call, format: Format, source: StackSource, options: PartialResolveOptions): Promise<string> => {
  const document = await documentOf(source, options, call.output);
  if (call.flags.services === true) return lines(Object.keys((document['services'] ?? {})).sort());
  return documentText(printableValue(document, format) as PrintedMap, format);
};

/** Values have no types before variables have values, so this is the merged document, with every service and every resource. */
const documentOf = async (source: StackSource, options: PartialResolveOptions, output: Output): Promise<Readonly<Record<string, unknown>>> => {
  const { value, name } = await treeOf(source, { ...options, interpolate: false }, output);
  return options.normalize === false ? value : { ...value, name };
};

const treeOf = async (source: StackSource, options: PartialResolveOptions, output: Output): Promise<{ readonly value: Readonly<Record<string, unknown>>; readonly name: string }> => {
  const { root, name, warnings } = await resolveTree(source, options);
  showWarnings(warnings, output);
  return { value: toPlain(root, (value) => value) as Record<string, unknown>, name };
};

const modelOf = async (source: StackSource, options: PartialResolveOptions, output: Output): ReturnType<typeof resolveExactSpec> => {
  const resolved = await resolveExactSpec(source, options);
  showWarnings(resolved.warnings, output);
  return resolved;
};
