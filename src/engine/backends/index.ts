/** What `seaworthy/container` exports of finding and choosing an engine. */
export { BACKEND_KINDS, CAPABILITIES, CAPABILITY_TABLE } from './capabilities.ts';
export type { BackendKind, Capability, CapabilityTable, Support } from './capabilities.ts';
export { getBackend, setBackend } from './choose-backend.ts';
export type { BackendOptions } from './connect-backend.ts';
export { detectBackends } from './detect-backends.ts';
export type { DetectedBackend, MissingBackend, ReadyBackend } from './detect-backends.ts';
export type { NeededCapability } from './needed-capabilities.ts';
export { selectBackendFor } from './select-backend.ts';
export type { BackendSelection, SelectionLimit, SelectionMode, SelectionOptions } from './select-backend.ts';
