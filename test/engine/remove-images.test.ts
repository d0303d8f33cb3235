import { describe, expect, test } from '@jest/globals';
import type { ToDelete } from '../../shared/core/cleanup.ts';
import type { ImageName, RemovalFailure } from '../../shared/core/repositories.ts';
import { removeInWaves } from '../../shared/engine/perform/remove-images.ts';

const image = (digest: string, fields: Partial<ToDelete> = {}): ToDelete => ({
  ...{ digest, tags: [], action: 'expire' },
  ...fields,
});

/** An ECR that answers each call with the failures named for it, and keeps what it was asked. */
function ecrThatFails(...answers: readonly { readonly [digest: string]: string }[]) {
  const asked: (readonly ImageName[])[] = [];
  return {
    asked,
    remove: async (_: string, names: readonly ImageName[]): Promise<readonly RemovalFailure[]> => {
      const failing = answers[asked.length] ?? {};
      asked.push(names);
      return names.flatMap((name) => {
        const code = failing[name.digest];
        return code === undefined ? [] : [{ ...name, code, reason: 'says ECR' }];
      });
    },
  };
}

describe('what ECR does not delete', () => {
  test.each([
    ['ImageNotFound', []],
    ['ImageTagDoesNotMatchDigest', ['the tag has moved meanwhile (ImageTagDoesNotMatchDigest)']],
    ['KmsError', ['its encryption key cannot be used (KmsError)']],
    ['ImageInaccessible', ['it cannot be reached now (ImageInaccessible)']],
    [
      'UpstreamAccessDenied',
      ['the upstream registry refuses its credentials (UpstreamAccessDenied)'],
    ],
    [
      'UpstreamTooManyRequests',
      ['the upstream registry has had too many requests (UpstreamTooManyRequests)'],
    ],
    ['UpstreamUnavailable', ['the upstream registry does not answer (UpstreamUnavailable)']],
    ['InvalidImageDigest', ['says ECR (InvalidImageDigest)']],
    ['InvalidImageTag', ['says ECR (InvalidImageTag)']],
    ['MissingDigestAndTag', ['says ECR (MissingDigestAndTag)']],
    ['SomethingNew', ['says ECR (SomethingNew)']],
  ])('%s: the image stays for %j, and the others go', async (code, why) => {
    const { remove, asked } = ecrThatFails({ a: code });

    const stayed = await removeInWaves([image('a'), image('b')], 'shop/web', remove);

    expect(stayed.map((one) => one.why)).toEqual(why);
    expect(asked).toEqual([[{ digest: 'a' }, { digest: 'b' }]]);
  });

  test('ImageReferencedByManifestList is asked for again when its index is gone, and then stays', async () => {
    const parent = 'ImageReferencedByManifestList';
    const gone = ecrThatFails({ child: parent });
    const stays = ecrThatFails({ child: parent }, { child: parent });
    const images = [image('index'), image('child')];

    expect(await removeInWaves(images, 'shop/web', gone.remove)).toEqual([]);
    expect(gone.asked[1]).toEqual([{ digest: 'child' }]);
    expect(await removeInWaves(images, 'shop/web', stays.remove)).toEqual([
      { digest: 'child', why: `an index that stays lists it (${parent})` },
    ]);
  });

  test('a signature goes after its image, and not at all where that stays', async () => {
    const { remove, asked } = ecrThatFails({ a: 'KmsError' });
    const tied = image('sig', { tags: ['sha256-a.sig'], owners: [{ digest: 'a', as: 'tie' }] });

    const stayed = await removeInWaves([image('a', { tags: ['1'] }), tied], 'shop/web', remove);

    expect(asked).toEqual([[{ digest: 'a', tag: '1' }]]);
    expect(stayed.map(({ digest }) => digest)).toEqual(['a', 'sig']);
  });

  test('a hundred names go in one call, and a tag is named together with its digest', async () => {
    const { remove, asked } = ecrThatFails();
    const many = Array.from({ length: 60 }, (_, n) => image(`d${n}`, { tags: ['a', 'b'] }));

    await removeInWaves(many, 'shop/web', remove);

    expect(asked.map((names) => names.length)).toEqual([100, 20]);
    expect(asked[0]?.[1]).toEqual({ digest: 'd0', tag: 'b' });
  });
});
