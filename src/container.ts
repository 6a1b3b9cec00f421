export {
  buildImage, copyFrom, copyTo, create, detectBackends, downAll, downByProject, exec, getBackend, imageExists, inspect, inspectImage, list, listImages, logs, pullImage, remove, removeIfExists,
  removeImage, run, runOnce, start, stop, wait,
} from './engine/container/index.ts';
export { selectBackendFor } from './engine/backends/select-backend.ts';
export { setBackend } from './engine/backends/set-backend.ts';
export type { Container, ContainerReference, StartedContainer } from './engine/container/container-handle.ts';
export type { ContainerSpec } from './engine/container/container-spec.ts';
export type { ListOptions, RemoveOptions } from './engine/container/container-verbs.ts';
export type { CreateOptions } from './engine/container/create-single.ts';
export type { DownAllOptions } from './engine/container/down.ts';
export type { Readiness, ReadinessOptions } from './engine/container/await-readiness.ts';
export type { BuildOptions } from './engine/container/build-image.ts';
export type { PullOptions } from './engine/container/image-verbs.ts';
export type { FileContent } from './engine/lifecycle/copy-files.ts';
export type { FollowLogsOptions } from './engine/container/read-logs.ts';
export type { RunOptions } from './engine/container/run.ts';
export type { Grants, SandboxOutcome } from './engine/container/run-once.ts';
export type { CleanupReport } from './engine/cleanup/remove-owned.ts';
export type { ContainerSummary } from './engine/runtime/containers.ts';
export type { ImageFacts, ImageSummary, PullProgress } from './engine/runtime/images.ts';
export type { DetectedBackend, MissingBackend, ReadyBackend } from './engine/backends/detect-backends.ts';
export type { BackendSelection, SelectionLimit, SelectionMode, SelectionOptions } from './engine/backends/select-backend.ts';
export type * from './types.ts';
