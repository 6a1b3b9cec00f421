import * as s from './shapes.ts';

const port = s.either(s.integerBetween(1, 65_535), s.matching(/^\d{1,5}$/, 'a port number'));
const duration = s.matching(/^(\d+(\.\d+)?(ns|us|ms|s|m|h))+$/, 'a duration such as "500ms" or "2s"');

const http = s.object({ port, path: s.matching(/^\//, 'a path that begins with "/"'), status: s.either(s.integerBetween(100, 599), s.list(s.integerBetween(100, 599))) }, { extensions: false, required: ['port'] });
const log = s.either(s.string, s.object({ text: s.string, pattern: s.string, times: s.integerBetween(1) }, { extensions: false }));

/** What each kind of probe takes beside its own key. */
const pace = { timeout: duration, interval: duration };

/** One probe of `services.*.x-seaworthy.ready`: exactly one kind. */
const probe = s.exactlyOneOf({ port, http, log, exec: s.either(s.string, s.strings), exit: s.integerBetween(0, 255) }, pace);

/** `services.*.x-seaworthy`. */
export const seaworthy: s.Schema = s.object({ ready: s.either(probe, s.list(probe)) }, { extensions: false });
