import { counted } from '../core/counted.ts';
import type { Because } from './reasons.ts';

/** In the order they are told. */
const words: readonly (readonly [Because['why'], string])[] = [
  ['in-use', 'in use'],
  ['protected', 'protected'],
  ['belongs', 'with what they belong to'],
  ['not-marked', 'kept by their rule'],
  ['no-rule', 'selected by no rule'],
  ['capped', 'until a later run, by the caps'],
  ['unsure', 'as an index could not be read'],
  ['held', 'held'],
];

/** `12 images stay: 5 in use, 7 kept by their rule.`, of all repositories together; nothing where none stays. */
export function staysInWords(
  keptBy: readonly Readonly<Record<string, number>>[],
): readonly string[] {
  const counts = words
    .map(([why, inWords]) => {
      const count = keptBy.reduce((sum, counts) => sum + (counts[why] ?? 0), 0);
      return { count, told: `${count} ${inWords}` };
    })
    .filter(({ count }) => count > 0);
  const all = counts.reduce((sum, { count }) => sum + count, 0);
  const told = counts.map((one) => one.told).join(', ');
  return all === 0 ? [] : [`${counted(all, 'image')} ${all === 1 ? 'stays' : 'stay'}: ${told}.`];
}
