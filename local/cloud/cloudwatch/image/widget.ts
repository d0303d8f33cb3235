import { z } from 'zod';
import { ApiError } from '../../types.ts';
import type { MetricDataQuery } from '../shapes.ts';

const Mark = z.looseObject({
  value: z.union([z.number(), z.string()]),
  label: z.string().optional(),
});

/** The part of a metric widget's JSON that is drawn. Source: GetMetricWidgetImage, "Metric Widget Structure". */
export const Widget = z.looseObject({
  metrics: z.array(z.array(z.unknown()).min(1)).max(100).default([]),
  width: z.number().int().min(1).max(2000).default(600),
  height: z.number().int().min(1).max(2000).default(400),
  start: z.string().default('-PT3H'),
  end: z.string().default('PT0H'),
  stat: z.string().default('Average'),
  period: z.number().int().default(300),
  theme: z.enum(['light', 'dark']).default('light'),
  annotations: z
    .looseObject({
      horizontal: z.array(z.union([Mark, z.array(Mark)])).default([]),
      vertical: z.array(z.union([Mark, z.array(Mark)])).default([]),
      alarms: z.array(z.string()).default([]),
    })
    .default({ horizontal: [], vertical: [], alarms: [] }),
});
export type Widget = z.infer<typeof Widget>;

const Options = z.looseObject({
  id: z.string().optional(),
  expression: z.string().optional(),
  label: z.string().optional(),
  stat: z.string().optional(),
  period: z.number().optional(),
  visible: z.boolean().optional(),
});

export function readWidget(text: string): Widget {
  if (Buffer.byteLength(text) > 100_000) throw refused('MetricWidget is too long');
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch {
    throw refused('MetricWidget is no JSON');
  }
  const read = Widget.safeParse(written);
  if (read.success) return read.data;
  throw refused(
    read.error.issues.map(({ path, message }) => `${path.join('/')}: ${message}`).join('; '),
  );
}

const refused = (why: string): ApiError => new ApiError('ValidationError', why);

/** A widget's metrics as queries: `[namespace, name, dimension, value, …, options]`, where `.` repeats the row above. */
export function queriesIn({ metrics, stat, period }: Widget): readonly MetricDataQuery[] {
  let above: readonly string[] = [];
  return metrics.map((row, index) => {
    const last = row.at(-1);
    const options = typeof last === 'object' ? Options.parse(last) : {};
    const words = row.filter((one) => typeof one === 'string');
    const common = {
      Id: options.id ?? `q${index + 1}`,
      ReturnData: options.visible ?? true,
      ...(options.label === undefined ? {} : { Label: options.label }),
    };
    if (options.expression !== undefined) {
      return { ...common, Expression: options.expression, Period: options.period ?? period };
    }
    above = repeated(words, above);
    const [Namespace, MetricName, ...dimensions] = above;
    const Metric = { Namespace, MetricName, Dimensions: dimensionsIn(dimensions) };
    const Period = options.period ?? period;
    return { ...common, MetricStat: { Metric, Period, Stat: options.stat ?? stat } };
  });
}

function repeated(words: readonly string[], above: readonly string[]): readonly string[] {
  if (words[0] === '...')
    return [...above.slice(0, 1 - words.length || undefined), ...words.slice(1)];
  return words.map((word, index) => (word === '.' ? (above[index] ?? '') : word));
}

const dimensionsIn = (words: readonly string[]) =>
  words.flatMap((Name, index) =>
    index % 2 === 0 ? [{ Name, Value: words[index + 1] ?? '' }] : [],
  );

const unitsMs: { readonly [unit: string]: number } = {
  ...{ D: 86_400_000, H: 3_600_000, M: 60_000, S: 1_000 },
};

/** `-PT3H` before now, or a time in ISO 8601. */
export function timeIn(text: string, now: number): number {
  const [, duration] = /^-?P(.+)$/.exec(text) ?? [];
  if (duration === undefined) {
    const at = Date.parse(text);
    if (Number.isNaN(at)) throw refused(`no time: ${text}`);
    return at;
  }
  const ago = [...duration.matchAll(/(\d+)([DHMS])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (unitsMs[unit ?? ''] ?? 0),
    0,
  );
  return now - ago;
}
