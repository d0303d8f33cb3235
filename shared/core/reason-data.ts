import * as z from 'zod/mini';
import type { ReasonData } from './alarm.ts';
import { lenient } from './lenient.ts';

const Values = lenient(z.array(z.nullable(z.number())));

const Evaluated = z.object({
  timestamp: z.string(),
  value: lenient(z.number()),
});

const Triggering = z.object({
  arn: z.string(),
  state: lenient(z.object({ value: lenient(z.string()), timestamp: lenient(z.string()) })),
});

/** Log alarms list what their query gave, newest last; the shape of one entry is not documented. */
const Result = z.union([z.number(), z.object({ value: z.number() })]);

/** `reasonData` of an alarm's state. Source: CloudWatch user guide, cloudwatch-and-eventbridge. */
const Written = z.object({
  statistic: lenient(z.string()),
  period: lenient(z.number()),
  threshold: lenient(z.number()),
  recentDatapoints: Values,
  recentLowerThresholds: Values,
  recentUpperThresholds: Values,
  evaluatedDatapoints: lenient(z.array(Evaluated)),
  results: lenient(z.array(Result)),
  triggeringAlarms: lenient(z.array(Triggering)),
});

type Written = z.infer<typeof Written>;

/** Reads the JSON text that CloudWatch keeps a state's evidence in; `null` where there is none, or none that can be read. */
export function readReasonData(text: string | undefined): ReasonData | null {
  const written = z.safeParse(Written, parsed(text));
  if (!written.success) return null;
  const { statistic, period, threshold } = written.data;
  return {
    datapoints: datapointsIn(written.data),
    ...(statistic === undefined ? {} : { statistic }),
    ...(period === undefined ? {} : { periodSeconds: period }),
    ...(threshold === undefined ? {} : { threshold }),
    lowerThresholds: numbersIn(written.data.recentLowerThresholds),
    upperThresholds: numbersIn(written.data.recentUpperThresholds),
    triggeringAlarms: (written.data.triggeringAlarms ?? []).map(({ arn, state }) => ({
      arn,
      ...(state?.value === undefined ? {} : { value: state.value }),
      ...(state?.timestamp === undefined ? {} : { at: state.timestamp }),
    })),
  };
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? null : JSON.parse(text);
  } catch {
    // The state and its reason stand beside it, and are told without it.
    return null;
  }
}

/** `evaluatedDatapoints` have their times; `recentDatapoints` begin at `startDate`, so they are oldest first. */
function datapointsIn({ evaluatedDatapoints, recentDatapoints, results }: Written) {
  const recent = numbersIn(recentDatapoints);
  if (recent.length > 0) return recent;
  const evaluated = [...(evaluatedDatapoints ?? [])]
    .sort((one, other) => one.timestamp.localeCompare(other.timestamp))
    .flatMap(({ value }) => value ?? []);
  if (evaluated.length > 0) return evaluated;
  return (results ?? []).map((result) => (typeof result === 'number' ? result : result.value));
}

const numbersIn = (values: readonly (number | null)[] | undefined): readonly number[] =>
  (values ?? []).flatMap((value) => value ?? []);
