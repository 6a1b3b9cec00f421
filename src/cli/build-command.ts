import type { BuildModel, Model, ServiceModel } from '../engine/compose/model.ts';
import type { Command } from './command.ts';
import type { FlagValues } from './flags.ts';
import { variables } from './flag-values.ts';
import { chosenServices, openFromFiles } from './open-stack.ts';
import { progressView } from './progress-view.ts';

const flags = {
  'build-arg': { type: 'string', multiple: true, value: 'NAME=VALUE', help: 'Set an argument of the build; without a value it is taken from here' },
  'no-cache': { type: 'boolean', help: 'Use nothing of earlier builds' },
  pull: { type: 'boolean', help: 'Look for a newer version of the images that the build starts from' },
  quiet: { type: 'boolean', short: 'q', help: 'Do not show what the build writes' },
} as const;

/** `seaworthy build`. */
export const buildCommand: Command<typeof flags> = {
  name: 'build',
  summary: 'Build the images of services that have a build',
  operands: '[SERVICE...]',
  flags,
  run: async (call) => {
    const named = chosenServices(call.operands);
    const stack = await openFromFiles(call, { services: named, adjust: (model) => withBuildFlags(model, call.flags) });
    const { services } = stack.config();
    const view = progressView(call.flags.quiet === true ? 'quiet' : call.progress, call.output);
    const built = Object.entries(services).filter(([name, { build }]) => build !== undefined && (named === undefined || named.includes(name)));
    try {
      await stack.build(named, { onProgress: ({ service = stack.project, text }) => view.step(service, text), signal: call.interrupts.signal });
      for (const [name] of built) view.step(name, 'built', 'done');
      if (built.length === 0) call.output.warning('no service of these is built');
    } finally {
      view.end();
    }
  },
};

/** The model in which every build is as the flags say. */
const withBuildFlags = (model: Model, given: FlagValues<typeof flags>): Model => {
  const { 'build-arg': buildArgs, 'no-cache': noCache, pull } = given;
  const changed = (build: BuildModel): BuildModel => ({
    ...build,
    ...(buildArgs === undefined ? {} : { args: { ...build.args, ...variables(buildArgs, process.env) } }),
    ...(noCache === true ? { no_cache: true } : {}),
    ...(pull === true ? { pull: true } : {}),
  });
  const services = Object.entries(model.services).map(([name, service]): [string, ServiceModel] => [name, service.build === undefined ? service : { ...service, build: changed(service.build) }]);
  return { ...model, services: Object.fromEntries(services) };
};
