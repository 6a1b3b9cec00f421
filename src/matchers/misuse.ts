import { MatcherError } from '../errors.ts';

/** A matcher that was given what it cannot use: the test is wrong, whatever the service does. */
export const misuse = (message: string, remedy: string, service?: string): MatcherError => new MatcherError('MATCHER_MISUSED', `${message}\n  ${remedy}`, service === undefined ? {} : { service });
