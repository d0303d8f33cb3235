import { expect, test } from '@jest/globals';
import { type ImageManifest, isIndex, uniqueBytes } from '../../shared/core/ecr-image.ts';
import { evidenceOf, type Gap, gapsFor, type Use } from '../../shared/core/use.ts';

const denied: Gap = { source: 'schedule', why: 'scheduler:ListSchedules is denied' };
const dynamic: Gap = {
  source: 'state-machine',
  why: 'image by variable',
  repositories: ['shop/*'],
};

test.each([
  ['shop/vote', [denied, dynamic]],
  ['billing', [denied]],
])('a gap that names no repository could hide a use of any: %s', (repository, expected) => {
  expect(gapsFor(repository, [denied, dynamic])).toEqual(expected);
});

test.each([
  ['application/vnd.oci.image.index.v1+json', true],
  ['application/vnd.docker.distribution.manifest.list.v2+json', true],
  ['application/vnd.oci.image.manifest.v1+json', false],
  ['application/vnd.docker.distribution.manifest.v2+json', false],
  ['application/vnd.of-tomorrow+json', 'unknown'],
])('%s is an index: %s', (mediaType, expected) => {
  expect(isIndex({ mediaType })).toBe(expected);
});

test('what ECR does not call anything may be an index', () => {
  expect(isIndex({})).toBe('unknown');
});

test('a use that was seen before says when', () => {
  const use: Use = { image: 'shop/report:7', source: 'history', by: 'task report:7' };

  expect(evidenceOf(use)).toBe('task report:7');
  expect(evidenceOf({ ...use, seenAt: '2026-03-01T00:00:00Z' })).toBe(
    'task report:7, last seen 2026-03-01T00:00:00Z',
  );
});

test('a layer that images share counts once', () => {
  const base = { digest: 'sha256:base', sizeBytes: 100 };
  const manifests: ImageManifest[] = [
    { digest: 'sha256:a', children: [], layers: [base, { digest: 'sha256:x', sizeBytes: 7 }] },
    { digest: 'sha256:b', children: [], layers: [base, { digest: 'sha256:y', sizeBytes: 5 }] },
  ];

  expect(uniqueBytes(manifests)).toBe(112);
});
