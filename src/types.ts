/** Every public type, for both package entries that carry the engine. */
export type * from './engine/compose/model.ts';
export type { ResolveOptions } from './engine/compose/resolve.ts';
export type { Warning } from './engine/compose/resolved.ts';
export type { StackSource } from './engine/compose/source.ts';
export type * from './engine/compose/spec.ts';
export type { ProjectUpOptions } from './engine/index.ts';
export type { StackPorts } from './engine/stack-ports.ts';
export type { FileContent } from './engine/lifecycle/copy-files.ts';
export type * from './engine/lifecycle/faults/fault.ts';
export type { ServiceEvidence } from './engine/lifecycle/evidence.ts';
export type {
  Address, CallOptions, DetachedExecOptions, DownOptions, DownReport, ExecOptions, ReadLogsOptions, Service, ServiceLogLine, ServicesOf, ServiceStatus, Stack, StackSnapshot, TimelineEntry,
} from './engine/lifecycle/stack.ts';
export type * from './engine/lifecycle/verb-options.ts';
export type { UpOptions, UpProgress } from './engine/lifecycle/up-options.ts';
export type { ContainerFacts, ContainerState, ContainerStatus, ExecOutcome, HealthProbe, LogLine } from './engine/runtime/containers.ts';
