import type { TreatMissingData } from '../shapes.ts';

/** Further periods that are looked at, for data that comes late. */
export const extraPeriods = 2;

export type Verdict = {
  /** `keep`: whatever it is, it stays. */
  readonly value: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' | 'keep';
  /** Which periods the verdict rests on, by index, oldest first. */
  readonly used: readonly number[];
  /** How many periods without data were filled in. */
  readonly filled: number;
};

/**
 * M out of N. The newest N periods with data count; only when there are fewer in the whole range does it matter how
 * missing data is treated. Source: CloudWatch user guide, "Configuring how alarms treat missing data", whose two
 * tables are the test of this.
 *
 * `breaching` is oldest first, `null` where there is no data.
 */
export function judge(
  breaching: readonly (boolean | null)[],
  settings: {
    readonly evaluationPeriods: number;
    readonly datapointsToAlarm: number;
    readonly treatMissingData: TreatMissingData;
  },
): Verdict {
  const { evaluationPeriods, datapointsToAlarm: wanted, treatMissingData } = settings;
  const used = breaching
    .flatMap((one, index) => (one === null ? [] : [index]))
    .slice(-evaluationPeriods);
  const filled = evaluationPeriods - used.length;
  const bad = used.filter((index) => breaching[index]).length;
  const verdict = (value: Verdict['value']): Verdict => ({ value, used, filled });

  if (bad >= wanted) return verdict('ALARM');
  if (filled === 0 || treatMissingData === 'notBreaching') return verdict('OK');
  if (treatMissingData === 'breaching') return verdict(bad + filled >= wanted ? 'ALARM' : 'OK');
  if (used.length > bad) return verdict('OK');
  if (treatMissingData === 'ignore') return verdict('keep');
  if (used.length === 0) return verdict('INSUFFICIENT_DATA');
  // Nothing but breaches, too few of them: an alarm only once the first is as old as it takes.
  const age = breaching.length - (used[0] ?? 0);
  return verdict(age >= wanted ? 'ALARM' : 'keep');
}
