import { createMood, type IsTheOne } from './mood.ts';
import { matches } from './patterns.ts';
import type { Body, BusEvent, Dice, VirtualTime } from './types.ts';

/** An event as its receivers see it. */
export type DeliveredEvent = {
  readonly version: '0';
  readonly id: string;
  readonly source: string;
  readonly 'detail-type': string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Body;
};

/** Somebody who waits for events that fit a pattern. */
type Rule = {
  readonly name: string;
  readonly pattern: Body;
  readonly deliver: (event: DeliveredEvent) => void | Promise<void>;
};

/** At-least-once and out of order are EventBridge's right; by default it makes no use of it. */
export type Chaos = {
  /** Further deliveries of every event to every rule. */
  readonly duplicates?: number;
  /** Every delivery is late by chance, by up to this. */
  readonly maxDelayMs?: number;
};

export type Bus = {
  readonly emit: (event: BusEvent) => void;
  readonly addRule: (rule: Rule) => void;
  readonly removeRule: (name: string) => void;
  /** The next `times` events that fit never arrive anywhere. */
  readonly lose: (isTheOne: IsTheOne, times?: number) => void;
  /** The next event that fits arrives `copies` times more, all at the same moment, in parallel. */
  readonly duplicate: (isTheOne: IsTheOne, copies: number) => void;
  /** Every event so far, lost ones included. */
  readonly events: readonly DeliveredEvent[];
};

const usualDelayMs = 500;

export function createBus(parts: {
  readonly account: string;
  readonly region: string;
  readonly time: VirtualTime;
  readonly dice: Dice;
  readonly tell: (what: string, event: DeliveredEvent) => void;
  readonly chaos: Chaos;
}): Bus {
  const { time, dice, chaos } = parts;
  const rules = new Map<string, Rule>();
  const events: DeliveredEvent[] = [];
  const mood = createMood();

  function deliver(event: DeliveredEvent): void {
    const fitting = [...rules.values()].filter(({ pattern }) => matches(pattern, event));
    const copies = mood.copiesOf(event);
    if (copies > 0) parts.tell('delivers an event more than once', event);
    for (const rule of fitting) {
      plan(rule, event, 1 + copies);
      for (let copy = 0; copy < (chaos.duplicates ?? 0); copy += 1) plan(rule, event, 1);
    }
  }

  /** `copies` arrive together, and are worked on at the same time. */
  function plan(rule: Rule, event: DeliveredEvent, copies: number): void {
    const delayMs = usualDelayMs + Math.floor(dice.next() * (chaos.maxDelayMs ?? 0));
    time.after(delayMs, `${event['detail-type']} reaches ${rule.name}`, async () => {
      await Promise.all(Array.from({ length: copies }, () => rule.deliver(event)));
    });
  }

  return {
    events,
    addRule: (rule) => void rules.set(rule.name, rule),
    removeRule: (name) => void rules.delete(name),
    lose: (isTheOne, times = 1) => mood.lose(isTheOne, times),
    duplicate: mood.duplicate,
    emit(emitted) {
      const event = complete(emitted, parts);
      events.push(event);
      if (mood.isLost(event)) parts.tell('loses an event', event);
      else deliver(event);
    },
  };
}

function complete(
  { resources = [], ...event }: BusEvent,
  parts: { readonly account: string; readonly region: string; time: VirtualTime; dice: Dice },
): DeliveredEvent {
  // What is emitted may change later in the service that emitted it; an event never does.
  const detail: Body = structuredClone(event.detail);
  return {
    version: '0',
    id: parts.dice.uuid(),
    'detail-type': event['detail-type'],
    source: event.source,
    account: parts.account,
    time: new Date(parts.time.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: parts.region,
    resources,
    detail,
  };
}
