import type { LifecycleRule } from '../config/types/lifecycle-policy.ts';
import type { EcrImage } from '../core/ecr-image.ts';
import type { Ruling } from './evaluate.ts';
import type { Family } from './family.ts';

/** Why an image stays: a word to count by, and a line to read. */
export type Because = {
  readonly why:
    | 'in-use'
    | 'protected'
    | 'belongs'
    | 'not-marked'
    | 'no-rule'
    | 'capped'
    | 'unsure'
    | 'held';
  readonly because: string;
};

/** Why an image stays that nothing forces to: the caps, what it belongs to, or the policy itself. */
export function spared(
  image: EcrImage,
  ruling: Ruling | null,
  capped: string | undefined,
  family: Family,
  going: ReadonlyMap<EcrImage, Ruling>,
): Because {
  if (capped !== undefined) return { why: 'capped', because: capped };
  const owners = family.ownersOf(image);
  const [first] = owners;
  if (first === undefined) return ruling === null ? noRule : notMarked(ruling.rule);
  const staying = owners.find(({ to }) => !going.has(to));
  const line = staying
    ? `belongs to ${nameOf(staying.to)}, which stays`
    : `has tags of its own: to be judged by them once ${nameOf(first.to)} is gone`;
  return { why: 'belongs', because: line };
}

const noRule: Because = { why: 'no-rule', because: 'no rule selects it' };

const notMarked = ({ selection, rulePriority, deckhand }: LifecycleRule): Because => {
  const { countType, countNumber } = selection;
  const orNewest = deckhand?.keepAtLeast ? `, or among its ${newestOf(deckhand.keepAtLeast)}` : '';
  const sparing = {
    imageCountMoreThan: `among its ${newestOf(countNumber)}`,
    sinceImagePushed: `pushed no more than ${days(countNumber)} ago`,
    sinceImagePulled: `pulled or pushed no more than ${days(countNumber)} ago`,
    sinceImageTransitioned: `archived no more than ${days(countNumber)} ago`,
  }[countType];
  return { why: 'not-marked', because: `rule ${rulePriority} keeps it: ${sparing}${orNewest}` };
};

const newestOf = (count: number): string =>
  count === 1 ? 'newest image' : `${count} newest images`;

const days = (count: number): string => `${count} ${count === 1 ? 'day' : 'days'}`;

/** What people call an image: its first tag, or the beginning of its digest. */
export const nameOf = ({ tags: [tag], digest }: EcrImage): string => tag ?? digest.slice(0, 19);
