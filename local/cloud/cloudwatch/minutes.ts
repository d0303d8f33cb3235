import type { Kernel } from '../types.ts';
import { type Metric, type Metrics, sampleOf } from './state/metrics.ts';
import { minuteMs } from './state/times.ts';

/** A metric as a function of time; `null` where there is nothing to measure. */
export type ValueAt = (at: number) => number | null;

/** How much of a metric's past is made up when it is first heard of: what a graph shows. */
const pastMinutes = 180;

/**
 * The minutes of CloudWatch: at the end of each, what is measured is noted down, and then the alarms are looked at.
 * Time stands still until somebody has a metric or an alarm, so that a story without them is not kept from ending.
 */
export function createMinutes(parts: {
  readonly kernel: Kernel;
  readonly metrics: Metrics;
  readonly look: () => Promise<void>;
}) {
  const { kernel, metrics } = parts;
  const functions = new Map<Metric, ValueAt>();
  const publishers: ((at: number) => void)[] = [];
  let hasBegun = false;

  function note(metric: Metric, valueAt: ValueAt, at: number): void {
    const value = valueAt(at);
    if (value !== null) metrics.add(metric, sampleOf(at, [value]));
  }

  function planNext(): void {
    const { time } = kernel;
    time.after(minuteMs - (time.now() % minuteMs), 'a minute of CloudWatch', async () => {
      planNext();
      const at = time.now() - minuteMs;
      for (const [metric, valueAt] of functions) note(metric, valueAt, at);
      for (const publish of publishers) publish(at);
      await parts.look();
    });
  }

  function begin(): void {
    if (hasBegun) return;
    hasBegun = true;
    planNext();
  }

  return {
    begin,
    /** Has `publish` called at the end of each minute, with its beginning. */
    publisher: (publish: (at: number) => void) => void publishers.push(publish),
    measure(metric: Metric, valueAt: ValueAt): void {
      begin();
      const isNew = !functions.has(metric) && metric.samples.length === 0;
      functions.set(metric, valueAt);
      if (!isNew) return;
      const present = Math.floor(kernel.time.now() / minuteMs) * minuteMs;
      for (let ago = pastMinutes; ago > 0; ago -= 1) {
        note(metric, valueAt, present - ago * minuteMs);
      }
    },
  };
}
