import { describe, expect, test } from '@jest/globals';
import { planCleanup } from '../../shared/cleanup/plan.ts';
import { deletionGroups } from '../../shared/core/deletion-groups.ts';
import type { EcrImage } from '../../shared/core/ecr-image.ts';
import { anImage, anIndex, aPlanRule, cleanupFacts } from '../support/ecr.ts';

const signatureOf = ({ digest }: EcrImage, name: string): EcrImage =>
  anImage(name, { age: 40, tags: [`${digest.replace(':', '-')}.${name}`] });

/** Everything older than 30 days goes. */
const groupsOf = (facts: Parameters<typeof cleanupFacts>[0]) =>
  deletionGroups(planCleanup(cleanupFacts(facts), aPlanRule()).delete);

const digestsOf = (groups: ReturnType<typeof groupsOf>) =>
  groups.map((group) => group.map(({ digest }) => digest));

describe('deletions in groups', () => {
  const vote = anImage('vote', { age: 50, tags: ['1'] });
  const signature = signatureOf(vote, 'sig');

  test('a signature comes right after its image, and names it', () => {
    const others = Array.from({ length: 120 }, (_, index) => anImage(`${index}`, { age: 45 }));

    const [first = [], second] = groupsOf({ images: [signature, ...others, vote] });

    expect(first.slice(0, 2)).toEqual([
      { digest: vote.digest, tags: ['1'], action: 'expire' },
      { ...first[1], digest: signature.digest, owners: [{ digest: vote.digest, as: 'tie' }] },
    ]);
    expect(first).toHaveLength(100);
    expect(second).toHaveLength(22);
  });

  test('what belongs to a signature comes after it', () => {
    const about = signatureOf(signature, 'att');

    const groups = groupsOf({ images: [about, signature, vote] });

    expect(digestsOf(groups)).toEqual([[vote.digest, signature.digest, about.digest]]);
  });

  test('an image that two indexes list comes after both, and names both', () => {
    const child = anImage('child', { age: 60 });
    const one = anIndex('one', [child], { age: 50 });
    const other = anIndex('other', [child], { age: 40 });

    const [group = []] = groupsOf({
      images: [child, one.index, other.index],
      manifests: [one.manifest, other.manifest],
    });

    expect(digestsOf([group])).toEqual([[one.index.digest, other.index.digest, child.digest]]);
    expect(group.at(-1)?.owners).toEqual([
      { digest: one.index.digest, as: 'child' },
      { digest: other.index.digest, as: 'child' },
    ]);
  });

  test('what belongs to more than fits into one group names it in the next one, too', () => {
    const many = Array.from({ length: 100 }, (_, index) => signatureOf(vote, `s${index}`));

    const [, rest] = groupsOf({ images: [vote, ...many] });

    expect(rest).toEqual([
      expect.objectContaining({ owners: [{ digest: vote.digest, as: 'tie' }] }),
    ]);
  });
});
