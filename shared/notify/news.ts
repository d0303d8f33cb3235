import type { Incident, NewsChannel, Told } from '../core/incident.ts';
import { isWorse, severityOf } from './severity.ts';

/** Why a message is worth sending now. */
export type News = 'opened' | 'resolved' | 'worse' | 'headline' | 'tenfold' | 'reminder';

/**
 * What a channel has not been told yet and should be, or `null`. A mail cannot be updated in place,
 * so mails are few: when the incident opens and when it is resolved, when it gets worse or its
 * headline is a new one (restarting, given up), when the count passes 10, 100, 1000, and when
 * people are to be reminded.
 */
export function newsOf(incident: Incident, channel: NewsChannel): News | null {
  const told = incident.told?.[channel];
  const { count, headlines, resolvedAt } = incident;
  if (resolvedAt !== undefined) return told?.resolved ? null : 'resolved';
  if (!told) return 'opened';
  if (isWorse(severityOf(incident), told.severity)) return 'worse';
  if (headlines.length > told.headlines) return 'headline';
  if (magnitude(count) > magnitude(told.count)) return 'tenfold';
  return incident.pace.reminders > told.reminders ? 'reminder' : null;
}

/** Digits rather than a logarithm, which puts 1000 at 2.9999999999999996. */
const magnitude = (count: number): number => String(count).length;

/** The incident, once the channel took what there is to tell now. */
export const toldTo = (channel: NewsChannel, incident: Incident): Incident => ({
  ...incident,
  told: { ...incident.told, [channel]: toldNow(incident) },
});

const toldNow = (incident: Incident): Told => ({
  count: incident.count,
  severity: severityOf(incident),
  headlines: incident.headlines.length,
  reminders: incident.pace.reminders,
  resolved: incident.resolvedAt !== undefined,
});
