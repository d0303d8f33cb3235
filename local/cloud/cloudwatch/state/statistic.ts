import type { Sample } from './metrics.ts';

/** A statistic over samples: `Average`, `Sum`, `p99` …; `null` where there are none. */
export function statisticOf(samples: readonly Sample[], statistic: string): number | null {
  if (samples.length === 0) return null;
  const sum = samples.reduce((total, sample) => total + sample.sum, 0);
  const count = samples.reduce((total, sample) => total + sample.count, 0);
  switch (statistic) {
    case 'Average':
      return sum / count;
    case 'Sum':
      return sum;
    case 'SampleCount':
      return count;
    case 'Minimum':
      return Math.min(...samples.map(({ min }) => min));
    case 'Maximum':
      return Math.max(...samples.map(({ max }) => max));
    default:
      return percentileOf(samples, statistic);
  }
}

/** True for the statistics that can be asked for. */
export const isStatistic = (text: string): boolean =>
  /^(Average|Sum|SampleCount|Minimum|Maximum)$/.test(text) || /^p(\d{1,2}(\.\d+)?|100)$/.test(text);

/** `p90`, between the two nearest values. */
function percentileOf(samples: readonly Sample[], statistic: string): number | null {
  const share = Number(statistic.replace(/^p/, '')) / 100;
  const values = samples.flatMap((sample) => sample.values).toSorted((a, b) => a - b);
  const position = share * (values.length - 1);
  const [below, above] = [values[Math.floor(position)], values[Math.ceil(position)]];
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (position - Math.floor(position));
}

/** The samples of `[from, to)`. */
export function within(samples: readonly Sample[], from: number, to: number): readonly Sample[] {
  return samples.slice(firstFrom(samples, from), firstFrom(samples, to));
}

/** Where the samples begin that are not before `at`: a day's graph asks this a thousand times. */
function firstFrom(samples: readonly Sample[], at: number): number {
  let [low, high] = [0, samples.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((samples[middle]?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
