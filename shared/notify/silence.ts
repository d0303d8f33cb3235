import { createHash } from 'node:crypto';
import { haveLabels } from '../config/matchers.ts';
import type { Notice } from '../core/notice.ts';
import type { Silence } from '../core/silence.ts';
import type { Muted } from './mute.ts';

/** Where a silence stands at a moment, in Alertmanager's words. */
export const statusOf = ({ startsAt, endsAt }: Silence, now: Date): SilenceStatus => {
  if (now.getTime() >= Date.parse(endsAt)) return 'expired';
  return now.getTime() < Date.parse(startsAt) ? 'pending' : 'active';
};

export type SilenceStatus = 'pending' | 'active' | 'expired';

/**
 * The name of a silence that is written: the same for the same silence, and one that people can give on a command
 * line, where what begins with a dash would be an option.
 */
export const silenceId = (written: Omit<Silence, 'id'>): string =>
  createHash('sha256').update(JSON.stringify(written)).digest('hex').slice(0, 12);

/** A silence may be ended before its time: what it keeps quiet is looked at again this often. */
const lookAgainMs = 5 * 60 * 1_000;

/** The silence that keeps these labels quiet the longest, if any does. */
export function silencedBy(
  labels: Notice['labels'],
  silences: readonly Silence[],
  now: Date,
): Muted | null {
  const [silence] = silences
    .filter((one) => statusOf(one, now) === 'active' && haveLabels(labels, one.matchers))
    .sort((one, other) => Date.parse(other.endsAt) - Date.parse(one.endsAt));
  if (!silence) return null;
  const { author, comment, endsAt, id } = silence;
  return {
    why: `silenced by ${author} until ${endsAt}: ${comment} (silence ${id})`,
    untilMs: Math.min(Date.parse(endsAt), now.getTime() + lookAgainMs),
  };
}
