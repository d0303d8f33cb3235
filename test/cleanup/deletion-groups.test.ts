import { describe, expect, test } from '@jest/globals';
import { deletionGroups } from '../../shared/cleanup/deletion-groups.ts';
import type { ToDelete } from '../../shared/core/cleanup.ts';
import type { EcrImage } from '../../shared/core/ecr-image.ts';
import { anImage } from '../support/ecr.ts';

const goes = ({ digest, tags }: EcrImage): ToDelete => ({ digest, tags, action: 'expire' });

const signatureOf = ({ digest }: EcrImage, name: string): EcrImage =>
  anImage(name, { tags: [`${digest.replace(':', '-')}.${name}`] });

const digestsOf = (groups: readonly (readonly ToDelete[])[]) =>
  groups.map((group) => group.map(({ digest }) => digest));

describe('deletions in groups', () => {
  const vote = anImage('vote', { tags: ['1'] });
  const signature = signatureOf(vote, 'sig');
  const others = Array.from({ length: 120 }, (_, index) => anImage(`other-${index}`));

  test('a signature comes right after its image, and names it', () => {
    const images = [vote, ...others, signature];

    const [first = [], second] = deletionGroups(images.map(goes), images);

    expect(first.slice(0, 2)).toEqual([goes(vote), { ...goes(signature), subject: vote.digest }]);
    expect(first).toHaveLength(100);
    expect(second).toHaveLength(22);
  });

  test('what belongs to a signature comes after it', () => {
    const about = signatureOf(signature, 'att');
    const images = [about, signature, vote];

    const groups = deletionGroups(images.map(goes), images);

    expect(digestsOf(groups)).toEqual([[vote.digest, signature.digest, about.digest]]);
  });

  test('what belongs to more than fits into one group names it in the next one, too', () => {
    const many = Array.from({ length: 100 }, (_, index) => signatureOf(vote, `s${index}`));
    const images = [vote, ...many];

    const [, rest] = deletionGroups(images.map(goes), images);

    expect(rest).toEqual([expect.objectContaining({ subject: vote.digest })]);
  });

  test('two that name each other are followed once', () => {
    const one = anImage('one', { tags: [] });
    const other = { ...anImage('other', { tags: [] }), subject: one.digest };
    const images = [{ ...one, subject: other.digest }, other];

    expect(deletionGroups(images.map(goes), images).flat()).toHaveLength(2);
  });

  test('a subject that does not go is not named', () => {
    expect(deletionGroups([goes(signature)], [vote, signature])).toEqual([[goes(signature)]]);
  });
});
