import type { Incident } from '../core/incident.ts';
import { hasNotBegun, isWorse, severityOf, stateOf } from './severity.ts';

/** What to do about an incident now, and when to look at it again; `null` is only when something comes in. */
export type Step = {
  readonly tell: boolean;
  readonly remind: boolean;
  readonly lookAgainAt: number | null;
};

export type Timing = { readonly groupIntervalMs: number; readonly repeatIntervalMs: number };

const nothing: Step = { tell: false, remind: false, lookAgainAt: null };

/**
 * An incident is told at once when it begins and when it gets worse; what else there is to tell, its end too, waits
 * until `groupInterval` has passed since it was last told. While it fires, people are reminded `repeatInterval`
 * after they were last made to look; of what has no end that anybody would tell, for half a day at the most. One that was over before anybody was told of it is not told, where it had been
 * kept quiet.
 */
export function nextStep(incident: Incident, timing: Timing, nowMs: number): Step {
  const { pace } = incident;
  if (hasNotBegun(incident) || isOverUnheard(incident)) return nothing;
  const remindAt = remindersAt(incident, timing);
  const remind = remindAt !== null && remindAt <= nowMs;
  const updateAt = pace.untold ? updateDueAt(incident, timing, nowMs) : null;
  const tell = remind || (updateAt !== null && updateAt <= nowMs);
  const ahead = [tell ? null : updateAt, remind ? null : remindAt].filter((at) => at !== null);
  return { tell, remind, lookAgainAt: ahead.length > 0 ? Math.min(...ahead) : null };
}

/** The same where something keeps it quiet: nothing is told, and it is looked at again when that may be over. */
export function quietStep(incident: Incident, untilMs: number): Step {
  const isWorthIt = incident.pace.told !== undefined || stateOf(incident) !== 'resolved';
  return isWorthIt ? { ...nothing, lookAgainAt: untilMs } : nothing;
}

const isOverUnheard = (incident: Incident): boolean =>
  incident.pace.quiet !== undefined && !incident.pace.told && stateOf(incident) === 'resolved';

function updateDueAt(incident: Incident, { groupIntervalMs }: Timing, nowMs: number): number {
  const { told } = incident.pace;
  if (!told) return nowMs;
  const isGettingWorse =
    stateOf(incident) === 'firing' && isWorse(severityOf(incident), told.severity);
  return isGettingWorse ? nowMs : Date.parse(told.at) + groupIntervalMs;
}

function remindersAt(incident: Incident, { repeatIntervalMs }: Timing): number | null {
  const { noticedAt } = incident.pace;
  if (noticedAt === undefined || stateOf(incident) !== 'firing') return null;
  const at = Date.parse(noticedAt) + repeatIntervalMs;
  return at <= lastRemindableAt(incident) ? at : null;
}

/** A task that failed for good, or could not be launched, stays so: nothing will ever tell that it is over. */
const neverOver: readonly (string | undefined)[] = ['task', 'launch'];
const remindableMs = 12 * 60 * 60 * 1_000;

function lastRemindableAt({ latest, updatedAt }: Incident): number {
  const isEndless = !neverOver.includes(latest.labels.kind);
  return isEndless ? Number.POSITIVE_INFINITY : Date.parse(updatedAt) + remindableMs;
}
