import type { Incident } from '../core/incident.ts';
import type { Field, Notice } from '../core/notice.ts';
import type { Quiet, Unheard } from '../core/pace.ts';
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

/** When it is told after all, it says why it was not told before, nor what came and went before it. */
export function explained(incident: Incident): Incident {
  const { quiet, told, unheard = [] } = incident.pace;
  const fields: readonly Field[] = [
    quiet ? [{ name: 'Held back', value: inWords(quiet) }] : [],
    unheard.length > 0 && !told ? [{ name: 'Not told before', value: inShort(unheard) }] : [],
  ].flat();
  if (fields.length === 0) return incident;
  const { latest, trouble } = incident;
  // A resolution that has no fields shows those of its trouble: see render/shown.ts.
  if (latest.fields.length === 0 && trouble) {
    return { ...incident, trouble: withFields(trouble, fields) };
  }
  return { ...incident, latest: withFields(latest, fields) };
}

const inWords = ({ why, since }: Quiet): string => `${why}, since ${dateAndTimeOf(since)}`;

function inShort(unheard: readonly Unheard[]): string {
  const [last] = unheard.slice(-1);
  const more = unheard.length > 1 ? ` (and ${unheard.length - 1} before it)` : '';
  return last ? `${last.title}${more}: ${inWords(last)}` : '';
}

const withFields = (notice: Notice, fields: readonly Field[]): Notice => ({
  ...notice,
  fields: [
    ...notice.fields.filter(({ name }) => !fields.some((one) => one.name === name)),
    ...fields,
  ],
});
