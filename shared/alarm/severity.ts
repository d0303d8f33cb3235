import { globMatches } from '../config/match.ts';
import type { AlarmConfig, AlarmMatch } from '../config/types/alarm.ts';
import type { Severity } from '../core/notice.ts';

type Named = {
  readonly alarmName: string;
  readonly alarmTags: Readonly<Record<string, string>>;
};

const severities: readonly Severity[] = ['info', 'warning', 'error', 'critical'];

/** How bad an ALARM is: what its tag `severity` says, then the first rule that matches, then `error`. */
export function severityOf(alarm: Named, config: AlarmConfig): Severity {
  const tagged = alarm.alarmTags.severity?.toLowerCase();
  const own = severities.find((severity) => severity === tagged);
  return own ?? config.severity.find(({ match }) => matches(match, alarm))?.severity ?? 'error';
}

/** Whether all globs match. A tag that the alarm does not have, or does not hand on, never does. */
export const matches = ({ name, tags }: AlarmMatch, { alarmName, alarmTags }: Named): boolean =>
  (name === undefined || globMatches(name, alarmName)) &&
  Object.entries(tags ?? {}).every(([key, glob]) => {
    const value = alarmTags[key];
    return value !== undefined && globMatches(glob, value);
  });
