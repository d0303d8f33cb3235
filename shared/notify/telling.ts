import type { Incident } from '../core/incident.ts';
import type { Field, Notice } from '../core/notice.ts';
import type { Kept } from './quiet.ts';
import { dateAndTimeOf } from './render/times.ts';
import { severityOf } from './severity.ts';

/** Its receiver has been brought up to date. */
export function toldAt(incident: Incident, remind: boolean, now: Date): Incident {
  const { quiet: _, ...pace } = incident.pace;
  const at = now.toISOString();
  const told = { at, severity: severityOf(incident), resolved: incident.resolvedAt !== undefined };
  const noticedAt = remind ? at : (pace.noticedAt ?? at);
  return { ...incident, pace: { ...pace, untold: false, told, noticedAt } };
}

/** People are to be made to look once more. */
export const reminded = (incident: Incident): Incident => ({
  ...incident,
  pace: { ...incident.pace, untold: true, reminders: incident.pace.reminders + 1 },
});

/** Something keeps it quiet: why, since the first time that something did. */
export const heldBack = (incident: Incident, { by, why }: Kept, now: Date): Incident => ({
  ...incident,
  pace: {
    ...incident.pace,
    quiet: { by, why, since: incident.pace.quiet?.since ?? now.toISOString() },
  },
});

const heading = 'Held back';

/** When it is told after all, it says why it was not told before. */
export function explained(incident: Incident): Incident {
  const { quiet } = incident.pace;
  if (!quiet) return incident;
  const value = `${quiet.why}, since ${dateAndTimeOf(quiet.since)}`;
  const { latest, trouble } = incident;
  // A resolution that has no fields shows those of its trouble: see render/shown.ts.
  if (latest.fields.length === 0 && trouble) {
    return { ...incident, trouble: withField(trouble, { name: heading, value }) };
  }
  return { ...incident, latest: withField(latest, { name: heading, value }) };
}

const withField = (notice: Notice, field: Field): Notice => ({
  ...notice,
  fields: [...notice.fields.filter(({ name }) => name !== field.name), field],
});
