import type { NotifyConfig, Route } from '../config/types.ts';
import type { Incident } from '../core/incident.ts';
import type { Notice } from '../core/notice.ts';
import type { Quieter } from '../core/pace.ts';
import type { Memory } from '../core/world.ts';
import { inhibitedBy } from './inhibit.ts';
import { type Muted, mutedByTime } from './mute.ts';
import { silencedBy } from './silence.ts';

/** What keeps an incident quiet, why, and when to look again. */
export type Kept = Muted & { readonly by: Quieter };

/** What is asked of the table while one batch is delivered; asked once, however many incidents there are. */
export type Hushing = Pick<Memory, 'silences' | 'firingSources'>;

/**
 * What keeps an incident from being told now, or `null`. Times are the route's and hold for all of it; silences and
 * inhibit rules have to cover everything in it that is not over.
 */
export async function keptQuiet(
  incident: Incident,
  route: Route,
  notify: NotifyConfig,
  asked: Hushing,
  now: Date,
): Promise<Kept | null> {
  const muted = mutedByTime(route, notify, now);
  if (muted) return { ...muted, by: 'time interval' };
  const kept: Kept[] = [];
  for (const labels of labelsOf(incident)) {
    const one = labels && (await keptQuietFor(labels, notify, asked, now));
    if (!one) return null;
    kept.push(one);
  }
  const [first] = kept;
  if (!first) return null;
  return { ...first, untilMs: Math.min(...kept.map(({ untilMs }) => untilMs)) };
}

async function keptQuietFor(
  labels: Notice['labels'],
  notify: NotifyConfig,
  asked: Hushing,
  now: Date,
): Promise<Kept | null> {
  const silenced = silencedBy(labels, await asked.silences(), now);
  if (silenced) return { ...silenced, by: 'silence' };
  const inhibited = await inhibitedBy(labels, notify, asked.firingSources, now);
  return inhibited && { ...inhibited, by: 'inhibition' };
}

/** The different labels of what is not over, or of what was said last; `undefined` for those there was no room for. */
function labelsOf({
  open,
  labelSets,
  latest,
}: Incident): readonly (Notice['labels'] | undefined)[] {
  const indexes = [...new Set(open.map(({ labels }) => labels))];
  if (indexes.length === 0) return [latest.labels];
  return indexes.map((index) => (index === undefined ? undefined : labelSets[index]));
}

/** Asks each question once. */
export function askingOnce({ silences, firingSources }: Hushing): Hushing {
  let all: ReturnType<Hushing['silences']> | undefined;
  const sources = new Map<string, ReturnType<Hushing['firingSources']>>();
  return {
    silences() {
      all ??= silences();
      return all;
    },
    firingSources(group, since) {
      const found = sources.get(group) ?? firingSources(group, since);
      sources.set(group, found);
      return found;
    },
  };
}
