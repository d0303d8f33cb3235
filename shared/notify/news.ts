import type { Incident, Told } from '../core/incident.ts';
import { isWorse, severityOf } from './severity.ts';

/** Why a mail is worth sending now. */
export type News = 'opened' | 'resolved' | 'worse' | 'headline' | 'tenfold';

/**
 * What SNS has not been told yet and should be, or `null`. A mail cannot be updated in place, so
 * mails are few: when the incident opens and when it is resolved, when it gets worse or its
 * headline is a new one (restarting, given up), and when the count passes 10, 100, 1000.
 */
export function newsOf(incident: Incident): News | null {
  const { told, count, headlines, resolvedAt } = incident;
  if (!told) return 'opened';
  if (resolvedAt !== undefined) return told.resolved ? null : 'resolved';
  if (isWorse(severityOf(incident), told.severity)) return 'worse';
  if (headlines.length > told.headlines) return 'headline';
  return magnitude(count) > magnitude(told.count) ? 'tenfold' : null;
}

/** Digits rather than a logarithm, which puts 1000 at 2.9999999999999996. */
const magnitude = (count: number): number => String(count).length;

export const toldNow = (incident: Incident): Told => ({
  count: incident.count,
  severity: severityOf(incident),
  headlines: incident.headlines.length,
  resolved: incident.resolvedAt !== undefined,
});
