import { isDeepStrictEqual } from 'node:util';
import type { NotifyConfig, Receiver } from '../config/types.ts';
import { Unavailable } from '../core/errors.ts';
import type { Incident } from '../core/incident.ts';
import type { Notice } from '../core/notice.ts';
import type { World } from '../core/world.ts';
import { type Episode, episodesAfter } from './episodes.ts';
import { unheardBefore } from './fold.ts';
import { nextStep, quietStep } from './next-step.ts';
import { type Hushing, keptQuiet } from './quiet.ts';
import { type Channels, tell } from './tell.ts';
import { explained, heldBack, reminded, toldAt } from './telling.ts';
import { wakeAt } from './wake.ts';
import { wayOf } from './way.ts';

/** What delivering needs. */
export type Delivering = {
  readonly world: Channels &
    Pick<World, 'clock' | 'later'> & {
      readonly memory: Pick<World['memory'], 'loadIncident' | 'saveIncident'>;
    };
  readonly notify: NotifyConfig;
  readonly asked: Hushing;
};

/** Where an incident stands after a delivery, and what could not be told of it. */
export type Delivered = {
  readonly incident: Incident | null;
  readonly failures: readonly unknown[];
};

/**
 * Takes notices into their incident, as one receiver sees it, and tells the receiver what is due; without notices
 * it only looks whether something is. What is not due yet is in the stored incident, and a wake-up for it is under
 * way before it is stored: no notice is lost with its message.
 *
 * What was told is written down only after the channel took it: a crash between the two repeats one message, and
 * never loses one. Failures that are `Unavailable` may go better later: delivering the same notices once more tells
 * what is missing, and only that.
 */
export async function deliver(
  key: string,
  notices: readonly Notice[],
  receiver: Receiver,
  by: Delivering,
): Promise<Delivered> {
  const loaded = await by.world.memory.loadIncident(receiver.name, key);
  const latest = loaded?.latest ?? notices[0];
  if (!latest) return { incident: null, failures: [] };
  const { groupIntervalMs } = wayOf({ key, receiver: receiver.name, latest }, by.notify);
  const failures: unknown[] = [];
  let stands: Stands = { incident: loaded, lookAgainAt: null };
  let ended: Incident | null = null;
  for (const episode of episodesAfter(loaded, notices, receiver, groupIntervalMs)) {
    const told = await converse(ended ? following(episode, ended) : episode, receiver, by);
    stands = told;
    ended = told.incident;
    failures.push(...told.failures);
    // What comes after an episode that is still to be told waits for the next delivery.
    if (failures.some(isUnavailable)) break;
  }
  const incident = await keep(loaded, stands, failures, by);
  return { incident, failures };
}

/** Why nobody was told of the episode before it may have been found out only just now. */
const following = ({ incident, hasEnded }: Episode, before: Incident): Episode => ({
  incident: { ...incident, pace: { ...incident.pace, ...unheardBefore(before) } },
  hasEnded,
});

type Stands = { readonly incident: Incident | null; readonly lookAgainAt: number | null };

type Conversed = Delivered & { readonly incident: Incident; readonly lookAgainAt: number | null };

/**
 * Tells what is due, unless something keeps it quiet. The route is that of what the incident has come to with these
 * notices: by the one before them, a duplicate that comes later would be judged otherwise than they were.
 */
async function converse(
  { incident, hasEnded }: Episode,
  receiver: Receiver,
  { world, notify, asked }: Delivering,
): Promise<Conversed> {
  const now = world.clock.now();
  const route = wayOf(incident, notify);
  const step = nextStep(incident, hasEnded ? atOnce : route, now.getTime());
  if (!step.tell) return { incident, failures: [], lookAgainAt: step.lookAgainAt };
  // Of an end that is overtaken by a new beginning nobody could be told later: its message would stay red.
  const isLastChance = hasEnded && incident.pace.told !== undefined;
  const kept = isLastChance ? null : await keptQuiet(incident, route, notify, asked, now);
  if (kept) {
    const { lookAgainAt } = quietStep(incident, kept.untilMs);
    return { incident: heldBack(incident, kept, now), failures: [], lookAgainAt };
  }
  const due = explained(step.remind ? reminded(incident) : incident);
  const told = await tell(due, receiver, world);
  if (told.failures.length > 0) return { ...told, lookAgainAt: null };
  const after = toldAt(told.incident, step.remind, now);
  const { lookAgainAt } = nextStep(after, route, now.getTime());
  return { incident: after, failures: [], lookAgainAt };
}

const atOnce = { groupIntervalMs: 0, repeatIntervalMs: Number.POSITIVE_INFINITY };

/** The wake-up goes before the save. Without one, the notices have to come again; what was told is kept even so. */
async function keep(
  loaded: Incident | null,
  { incident, lookAgainAt }: Stands,
  failures: unknown[],
  { world }: Delivering,
): Promise<Incident | null> {
  if (!incident) return null;
  let last = incident;
  try {
    last = await wakeAt(incident, lookAgainAt, world);
  } catch (failure) {
    failures.push(failure);
  }
  if (!isDeepStrictEqual(last, loaded)) await world.memory.saveIncident(last);
  return last;
}

const isUnavailable = (failure: unknown): boolean => failure instanceof Unavailable;
