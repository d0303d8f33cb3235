import { isDeepStrictEqual } from 'node:util';
import type { Receiver } from '../config/types.ts';
import { messageOf, Unavailable } from '../core/errors.ts';
import type { Notice } from '../core/notice.ts';
import type { World } from '../core/world.ts';
import { episodesAfter } from './episodes.ts';
import { type Channels as Told, tell } from './tell.ts';

/** The part of the world that delivering needs. */
export type Channels = Told & {
  readonly memory: Pick<World['memory'], 'loadIncident' | 'saveIncident'>;
};

/**
 * Delivers notices to one receiver: all that belong to one incident become one change of its
 * message. Throws `Unavailable` when trying again may help, after it has told all that it could;
 * then delivering the same notices once more tells the rest, and only the rest.
 *
 * What was told is written down only after the channel took it: a crash between the two repeats one
 * message, and never loses one.
 */
export async function deliver(
  batch: readonly Notice[],
  receiver: Receiver,
  world: Channels,
): Promise<void> {
  const failures: unknown[] = [];
  for (const [key, notices] of Map.groupBy(batch, ({ incident }) => incident)) {
    try {
      failures.push(...(await converse(key, notices, receiver, world)));
    } catch (failure) {
      failures.push(failure);
    }
  }
  if (failures.length > 0) throw asOne(failures);
}

async function converse(
  key: string,
  notices: readonly Notice[],
  receiver: Receiver,
  world: Channels,
): Promise<readonly unknown[]> {
  const loaded = await world.memory.loadIncident(receiver.name, key);
  let last = loaded;
  const failures: unknown[] = [];
  for (const episode of episodesAfter(loaded, notices, receiver)) {
    const told = await tell(episode, receiver, world);
    last = told.incident;
    failures.push(...told.failures);
    // What comes after an episode that is still to be told waits for the next delivery.
    if (failures.some(isUnavailable)) break;
  }
  if (last && !isDeepStrictEqual(last, loaded)) await world.memory.saveIncident(last);
  return failures;
}

/** One that may be tried again goes first: it decides what becomes of the whole batch. */
function asOne(failures: readonly unknown[]): unknown {
  const [first] = failures;
  const retryable = failures.find(isUnavailable);
  if (failures.length === 1 || !retryable) return first;
  return new Unavailable(failures.map(messageOf).join('; '), { cause: retryable });
}

const isUnavailable = (failure: unknown): boolean => failure instanceof Unavailable;
