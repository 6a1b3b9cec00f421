import { BackendError } from '../../errors.ts';
import type { Model } from '../compose/model.ts';
import type { ComposeSpec } from '../compose/spec.ts';
import { BACKEND_KINDS, CAPABILITY_TABLE } from './capabilities.ts';
import type { BackendKind, Support } from './capabilities.ts';
import { neededCapabilities } from './needed-capabilities.ts';
import type { NeededCapability } from './needed-capabilities.ts';

/**
 * How much of a spec an engine has to honour: `strict-native` all of it by itself, `accept-emulated` also what Seaworthy
 * does in its place, `accept-partial` also what holds within limits.
 */
const SELECTION_MODES = ['strict-native', 'accept-emulated', 'accept-partial'] as const;

export type SelectionMode = (typeof SELECTION_MODES)[number];

/** A field that the selected engine does not honour by itself and in full. */
export interface SelectionLimit extends NeededCapability {
  readonly support: Exclude<Support, { readonly level: 'native' }>;
}

export interface BackendSelection {
  readonly backend: BackendKind;
  /** What the mode let pass; empty when the engine honours everything by itself. */
  readonly limits: readonly SelectionLimit[];
}

export interface SelectionOptions {
  /** The engines to choose from, best first; default all that there are. */
  readonly among?: readonly BackendKind[];
}

const ACCEPTED: Readonly<Record<SelectionMode, readonly Support['level'][]>> = {
  'strict-native': ['native'],
  'accept-emulated': ['native', 'emulated'],
  'accept-partial': ['native', 'emulated', 'partial'],
};

/** What an engine does not honour of a spec by itself and in full. */
const limitsOf = (kind: BackendKind, needed: readonly NeededCapability[]): readonly SelectionLimit[] =>
  needed.flatMap((need) => {
    const support = CAPABILITY_TABLE[kind][need.capability];
    return support.level === 'native' ? [] : [{ ...need, support }];
  });

const lineOf = ({ path, support }: SelectionLimit): string => `${path} is ${support.level} (${support.why})`;

/**
 * The first engine whose capabilities honour a spec, by the table alone: nothing is contacted and no file is read. Takes
 * a spec as it is written, or a resolved one (`await config('compose.yaml')`).
 *
 * @throws BackendError with BACKEND_UNSUITABLE when none does; `tried` says why not, for each.
 */
export function selectBackendFor(spec: ComposeSpec | Model, mode: SelectionMode = 'accept-emulated', { among = BACKEND_KINDS }: SelectionOptions = {}): BackendSelection {
  if (!SELECTION_MODES.includes(mode)) throw new BackendError('BACKEND_UNSUITABLE', `selectBackendFor knows no mode "${mode}". Allowed are ${SELECTION_MODES.join(', ')}.`);
  const stranger = among.find((kind) => !BACKEND_KINDS.includes(kind));
  if (stranger !== undefined) throw new BackendError('BACKEND_UNSUITABLE', `selectBackendFor knows no backend "${stranger}". Allowed are ${BACKEND_KINDS.join(', ')}.`);
  const needed = neededCapabilities(spec);
  const refused = new Map<BackendKind, readonly SelectionLimit[]>();
  for (const backend of among) {
    const limits = limitsOf(backend, needed);
    const tooMuch = limits.filter(({ support }) => !ACCEPTED[mode].includes(support.level));
    if (tooMuch.length === 0) return { backend, limits };
    refused.set(backend, tooMuch);
  }
  const tried = [...refused].map(([backend, limits]) => ({ endpoint: backend, source: 'table of capabilities', reason: limits.map(lineOf).join('; ') }));
  const list = tried.map(({ endpoint, reason }) => `\n  ${endpoint}: ${reason}`).join('');
  throw new BackendError('BACKEND_UNSUITABLE', `No backend honours the spec in mode ${mode}.${list === '' ? ' There is none to choose from.' : list}\nRemove these fields, choose from more backends, or accept more with another mode.`, { tried });
}
