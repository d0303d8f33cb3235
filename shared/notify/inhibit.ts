import { haveLabels } from '../config/matchers.ts';
import type { InhibitRule, NotifyConfig } from '../config/types.ts';
import type { InhibitionGroup, Source } from '../core/inhibition.ts';
import type { Notice } from '../core/notice.ts';
import type { Memory } from '../core/world.ts';
import type { Muted } from './mute.ts';
import { shortHash } from './short-hash.ts';

type Labels = Notice['labels'];

/** What fires and has not been heard of for so long is over, though nobody said so. */
const forgottenMs = 12 * 60 * 60 * 1_000;

/** Nothing tells a target that its source is over: it looks again this often. */
const lookAgainMs = 60 * 1_000;

/** What a notice has to be remembered as, for the rules of which it is a source. */
export function sourcesOf(
  notice: Notice,
  { inhibitRules }: NotifyConfig,
): readonly { readonly group: InhibitionGroup; readonly source: Source }[] {
  const { incident, about, at, title, phase, labels } = notice;
  if (phase === 'info') return [];
  return inhibitRules
    .filter(({ sourceMatchers }) => haveLabels(labels, sourceMatchers))
    .map((rule) => ({
      group: groupOf(rule, labels),
      source: {
        incident,
        about,
        at,
        title,
        firing: phase === 'firing',
        isTarget: haveLabels(labels, rule.targetMatchers),
      },
    }));
}

/**
 * What keeps these labels quiet, if anything does: one question per rule whose target they are. What matches both
 * sides of a rule is not inhibited by what does as well, itself included; that is Alertmanager's rule, too.
 */
export async function inhibitedBy(
  labels: Labels,
  { inhibitRules }: NotifyConfig,
  firing: (group: InhibitionGroup, since: string) => ReturnType<Memory['firingSources']>,
  now: Date,
): Promise<Muted | null> {
  const since = new Date(now.getTime() - forgottenMs).toISOString();
  for (const rule of inhibitRules) {
    if (!haveLabels(labels, rule.targetMatchers)) continue;
    const isSource = haveLabels(labels, rule.sourceMatchers);
    const sources = await firing(groupOf(rule, labels), since);
    const source = sources.find(({ isTarget }) => !(isSource && isTarget));
    if (source) {
      const why = `inhibited while something else fires: ${source.title}`;
      return { why, untilMs: now.getTime() + lookAgainMs };
    }
  }
  return null;
}

/** A label that is not there is an empty one, so that two which lack it are in one group. */
const groupOf = (rule: InhibitRule, labels: Labels): InhibitionGroup =>
  shortHash(JSON.stringify([rule, rule.equal.map((label) => labels[label] ?? '')]));
