import type { Incident } from '../core/incident.ts';
import type { Severity } from '../core/notice.ts';

const ranks = { info: 0, warning: 1, error: 2, critical: 3 } as const satisfies Record<
  Severity,
  number
>;

export const isWorse = (one: Severity, other: Severity): boolean => ranks[one] > ranks[other];

/** The worst of the members that are not over; where none is open, what the newest notice says. */
export function severityOf({ open, latest }: Incident): Severity {
  const [first, ...others] = open;
  if (!first) return latest.severity;
  return others.reduce<Severity>(
    (worst, { severity }) => (isWorse(severity, worst) ? severity : worst),
    first.severity,
  );
}

/** Where the incident stands: `info` never was trouble. */
export function stateOf({ resolvedAt, open, openBeyond, latest }: Incident): State {
  if (resolvedAt !== undefined) return 'resolved';
  return open.length + openBeyond > 0 || latest.phase === 'firing' ? 'firing' : 'info';
}

export type State = 'firing' | 'resolved' | 'info';

/**
 * True of an incident of which only an end is known: what ended was told to nobody, or comes late. It is kept, so that a
 * late beginning finds its end.
 */
export const hasNotBegun = ({ latest, headlines }: Incident): boolean =>
  latest.phase === 'resolved' && headlines.length === 0;
