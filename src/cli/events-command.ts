import type { EventsOptions, StackEvent } from '../engine/lifecycle/verb-options.ts';
import { COMPOSE_PREFIX } from '../engine/plan/labels.ts';
import type { Command } from './command.ts';
import { present } from './flag-values.ts';
import { goJsonLine } from './go-json.ts';
import { chosenServices, openStack } from './open-stack.ts';

const flags = {
  json: { type: 'boolean', help: 'Print one JSON object per line' },
} as const;

/** `seaworthy events`: until it is interrupted. */
export const eventsCommand: Command<typeof flags> = {
  name: 'events',
  summary: 'Print what happens to the containers of a project, as it happens',
  operands: '[SERVICE...]',
  flags,
  run: async (call) => {
    const stack = await openStack(call);
    const options = present<EventsOptions>({ services: chosenServices(call.operands), signal: call.interrupts.signal });
    for await (const event of stack.events(options)) call.output.data(call.flags.json === true ? goJsonLine(jsonOf(event)) : textOf(event));
  },
};

/** Labels of Compose are what the other keys say already. */
const attributesOf = ({ attributes }: StackEvent): Readonly<Record<string, string>> => Object.fromEntries(Object.entries(attributes).filter(([key]) => !key.startsWith(COMPOSE_PREFIX)));

const jsonOf = (event: StackEvent): object => ({
  time: new Date(event.timeMs).toISOString(),
  type: 'container',
  service: event.service,
  id: event.id,
  action: event.action,
  attributes: attributesOf(event),
});

const textOf = (event: StackEvent): string => {
  const attributes = Object.entries(attributesOf(event)).map(([key, value]) => `${key}=${value}`);
  return `${new Date(event.timeMs).toISOString()} container ${event.action} ${event.id} (${attributes.join(', ')})\n`;
};
