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
export type Rule = {
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
  readonly lose: (isTheOne: (event: DeliveredEvent) => boolean, times?: number) => void;
  /** The next `times` events that fit arrive `copies` times more, all at the same moment. */
  readonly duplicate: (isTheOne: (event: DeliveredEvent) => boolean, copies: number) => void;
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
  const lost: { isTheOne: (event: DeliveredEvent) => boolean; left: number }[] = [];
  const doubled: { isTheOne: (event: DeliveredEvent) => boolean; copies: number }[] = [];

  function isLost(event: DeliveredEvent): boolean {
    const loss = lost.find(({ isTheOne, left }) => left > 0 && isTheOne(event));
    if (loss) loss.left -= 1;
    return loss !== undefined;
  }

  function copiesOf(event: DeliveredEvent): number {
    const index = doubled.findIndex(({ isTheOne }) => isTheOne(event));
    const [double] = index < 0 ? [] : doubled.splice(index, 1);
    if (double) parts.tell('delivers an event more than once', event);
    return 1 + (chaos.duplicates ?? 0) + (double?.copies ?? 0);
  }

  function deliver(event: DeliveredEvent): void {
    const fitting = [...rules.values()].filter(({ pattern }) => matches(pattern, event));
    const copies = copiesOf(event);
    for (const rule of fitting) {
      for (let copy = 0; copy < copies; copy += 1) {
        const delayMs = usualDelayMs + Math.floor(dice.next() * (chaos.maxDelayMs ?? 0));
        time.after(delayMs, `${event['detail-type']} reaches ${rule.name}`, () =>
          rule.deliver(event),
        );
      }
    }
  }

  return {
    events,
    addRule: (rule) => void rules.set(rule.name, rule),
    removeRule: (name) => void rules.delete(name),
    lose: (isTheOne, times = 1) => void lost.push({ isTheOne, left: times }),
    duplicate: (isTheOne, copies) => void doubled.push({ isTheOne, copies }),
    emit(emitted) {
      const event = complete(emitted, parts);
      events.push(event);
      if (isLost(event)) parts.tell('loses an event', event);
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
