import type { Incident } from '../../core/incident.ts';
import { severityOf, stateOf } from '../severity.ts';

const looks = {
  critical: { emoji: '🔴', color: '#b3001b' },
  error: { emoji: '🟠', color: '#e8590c' },
  warning: { emoji: '🟡', color: '#f2b705' },
  info: { emoji: '🔵', color: '#3b7dd8' },
  resolved: { emoji: '✅', color: '#2f9e44' },
} as const;

/** How bad it is, at a glance. */
export const lookOf = (incident: Incident): { readonly emoji: string; readonly color: string } =>
  looks[stateOf(incident) === 'resolved' ? 'resolved' : severityOf(incident)];
