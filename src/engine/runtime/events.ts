import type { Readable } from 'node:stream';
import { BackendError } from '../../errors.ts';
import { labelFilter } from './engine-client.ts';
import type { EngineClient } from './engine-client.ts';
import { fromNanoseconds } from './engine-time.ts';
import { readJsonLines } from './json-lines.ts';
import type { EngineEvent } from './runtime.ts';
import type { Deed } from './translate-error.ts';
import { translated } from './translated.ts';

interface EventAnswer {
  readonly Type: string;
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> | null };
  readonly time: number;
  readonly timeNano?: number;
}

const DEED: Deed = { noun: 'engine', verb: 'follow the events' };

function parseEvent(answer: unknown): EngineEvent {
  const { Type, Action, Actor, time, timeNano } = answer as EventAnswer;
  return {
    type: Type,
    action: Action,
    id: Actor.ID,
    attributes: Actor.Attributes ?? {},
    timeMs: timeNano === undefined ? time * 1000 : fromNanoseconds(timeNano),
  };
}

async function* readEvents(stream: Readable): AsyncGenerator<EngineEvent, void, undefined> {
  for await (const answer of readJsonLines(stream)) yield parseEvent(answer);
}

async function* iterate(client: EngineClient, stream: Readable, signal: AbortSignal): AsyncGenerator<EngineEvent, void, undefined> {
  try {
    yield* translated(client, { deed: DEED, signal }, stream, readEvents(stream));
    throw new BackendError('BACKEND_LOST', `The container engine at ${client.endpoint} ended its event stream: it was stopped or restarted. See whether it runs, and read its log.`);
  } catch (error) {
    if (signal.aborted) return;
    throw error;
  }
}

/**
 * The engine's events for resources that carry all these labels; networks and volumes only where the engine puts their
 * labels on the event. Resolves when the engine's answer has begun, which is when it subscribes.
 */
export async function subscribeEvents(client: EngineClient, labels: readonly string[], signal: AbortSignal): Promise<AsyncIterable<EngineEvent>> {
  const stream = await client.open({ method: 'GET', path: '/events', query: { filters: labelFilter(labels) }, deed: DEED, signal });
  return iterate(client, stream, signal);
}
