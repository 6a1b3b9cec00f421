/** What services said during a failing test, for runners that have no entry of their own. */
export { attachToError, type ReportedError } from './attach-to-error.ts';
export { failureEvidence, type FailureEvidenceOptions } from './failure-evidence.ts';
