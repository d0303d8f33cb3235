import { setImmediate } from 'node:timers/promises';
import type { VirtualTime } from './types.ts';

type Planned = {
  readonly at: number;
  readonly sequence: number;
  readonly what: string;
  readonly happen: () => void | Promise<void>;
  calledOff: boolean;
};

/**
 * Virtual time that begins at `start`. Nothing happens by itself: `pass` and `settle` let it happen, one thing
 * after the other. What a happening throws ends `pass`, with the name of the happening in the message.
 */
export function createTime(start: Date): VirtualTime {
  const planned = createHeap();
  let now = start.getTime();
  let sequence = 0;

  async function happenUntil(end: number): Promise<void> {
    for (let next = planned.peek(); next && next.at <= end; next = planned.peek()) {
      planned.pop();
      if (next.calledOff) continue;
      now = Math.max(now, next.at);
      await happen(next);
    }
  }

  return {
    now: () => now,
    after(delayMs, what, happen) {
      const entry = { at: now + Math.max(0, delayMs), sequence, what, happen, calledOff: false };
      sequence += 1;
      planned.push(entry);
      return () => {
        entry.calledOff = true;
      };
    },
    async pass(durationMs) {
      const end = now + durationMs;
      await happenUntil(end);
      now = end;
    },
    settle: (limitMs) => happenUntil(now + limitMs),
  };
}

async function happen(planned: Planned): Promise<void> {
  try {
    await planned.happen();
  } catch (cause) {
    throw new Error(`${planned.what}, at ${new Date(planned.at).toISOString()}, failed: ${cause}`, {
      cause,
    });
  }
  // Whatever was started without being awaited gets a turn before the clock moves on.
  await setImmediate();
}

/** A binary heap, smallest (time, sequence) first: a storm plans tens of thousands of happenings. */
function createHeap() {
  const heap: Planned[] = [];

  function swap(a: number, b: number): void {
    const [first, second] = [heap[a], heap[b]];
    if (!first || !second) return;
    heap[a] = second;
    heap[b] = first;
  }

  function isBefore(a: number, b: number): boolean {
    const [first, second] = [heap[a], heap[b]];
    if (!first || !second) return false;
    return first.at < second.at || (first.at === second.at && first.sequence < second.sequence);
  }

  function sink(index: number): void {
    const left = 2 * index + 1;
    const child = isBefore(left + 1, left) ? left + 1 : left;
    if (!isBefore(child, index)) return;
    swap(child, index);
    sink(child);
  }

  return {
    peek: () => heap[0],
    push(entry: Planned): void {
      heap.push(entry);
      for (let index = heap.length - 1; index > 0; ) {
        const parent = (index - 1) >> 1;
        if (!isBefore(index, parent)) return;
        swap(index, parent);
        index = parent;
      }
    },
    pop(): void {
      swap(0, heap.length - 1);
      heap.pop();
      sink(0);
    },
  };
}
