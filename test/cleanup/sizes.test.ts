import { expect, test } from '@jest/globals';
import { freedBy } from '../../shared/cleanup/sizes.ts';
import type { ImageManifest } from '../../shared/core/ecr-image.ts';
import { anImage, anIndex, digestOf } from '../support/ecr.ts';

const gib = 2 ** 30;
const old = anImage('old', { sizeBytes: 3 * gib });
const older = anImage('older', { sizeBytes: 3 * gib });
const kept = anImage('kept', { sizeBytes: 2 * gib });
const images = [old, older, kept];

/** A manifest of layers by name, each so many GiB. */
const layered = (digest: string, layers: { readonly [name: string]: number }): ImageManifest => ({
  digest,
  children: [],
  layers: Object.entries(layers).map(([name, size]) => ({
    digest: digestOf(name),
    sizeBytes: size * gib,
  })),
});

const manifests = [
  layered(old.digest, { base: 1, shared: 1, old: 1 }),
  layered(older.digest, { base: 1, shared: 1, older: 1 }),
  layered(kept.digest, { base: 1, kept: 1 }),
];

const goes = new Set([old.digest, older.digest]);

test('layers that others keep free nothing, and those that go together count once', () => {
  expect(freedBy(goes, images, manifests)).toEqual({
    bytes: 3 * gib,
    isExact: true,
    dollarsPerMonth: expect.closeTo(0.3),
  });
});

test('without every manifest it is an upper bound, and says so', () => {
  expect(freedBy(goes, images, manifests.slice(0, 2))).toMatchObject({
    bytes: 6 * gib,
    isExact: false,
  });
});

test('an index has no size of its own: ECR tells that of its largest image', () => {
  const { index, manifest } = anIndex('index', [old], { sizeBytes: 3 * gib });

  const freed = freedBy(new Set([index.digest, old.digest]), [index, old], [manifest]);

  expect(freed.bytes).toBe(3 * gib);
});
