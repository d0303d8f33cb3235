import { describe, expect, test } from '@jest/globals';
import { BadInput, NotOurs } from '../../shared/core/errors.ts';
import { readImagePushed } from '../../shared/wire/image-pushed.ts';
import { readImageScanned } from '../../shared/wire/image-scanned.ts';
import { eventNamed } from '../support/events.ts';

const digest = 'sha256:7f5b2640fe6fb4f46592dfd3410c4a79dac4f89e4782432e0378abcd1234abcd';

describe('an image that came in', () => {
  test('is known by where it is, what it is and when', () => {
    expect(readImagePushed(eventNamed('images/push'))).toEqual({
      kind: 'image-pushed',
      id: `111122223333/eu-west-1/shop/vote/${digest}/1.1.0@2026-10-06T02:30:10.000Z`,
      at: '2026-10-06T02:30:00Z',
      account: '111122223333',
      region: 'eu-west-1',
      repository: 'shop/vote',
      digest,
      tag: '1.1.0',
      how: 'pushed',
    });
  });

  test('by replication has the name of its push', () => {
    const pushed = readImagePushed(eventNamed('images/push'));
    const replicated = readImagePushed(eventNamed('images/replication'));

    expect(replicated).toEqual({ ...pushed, how: 'replicated' });
  });

  test('through a cache is told by its synchronisation', () => {
    expect(readImagePushed(eventNamed('images/pull-through'))).toMatchObject({
      repository: 'docker-hub/library/redis',
      tag: '7.2.4',
      how: 'cached',
    });
  });

  test.each(['images/push-untagged', 'images/push-empty-tag'])('%s has no tag', (path) => {
    const { id, ...signal } = readImagePushed(eventNamed(path));

    expect(signal).not.toHaveProperty('tag');
    expect(id).toBe(`111122223333/eu-west-1/shop/vote/${digest}/@2026-10-06T02:30:10.000Z`);
  });

  test.each([
    ['images/delete', 'a DELETE'],
    ['images/push-failed', 'ended in FAILURE'],
    ['images/pull-through-failed', 'ended in FAILURE'],
    ['images/scan', 'not "ECR Image Action"'],
  ])('%s is none', (path, because) => {
    const reading = () => readImagePushed(eventNamed(path));

    expect(reading).toThrow(NotOurs);
    expect(reading).toThrow(because);
  });

  test('without a repository is malformed', () => {
    const reading = () => readImagePushed(eventNamed('malformed/push-without-repository'));

    expect(reading).toThrow(BadInput);
    expect(reading).toThrow('detail.repository-name should be a value of type string, is missing');
  });
});

describe('a scan that ended', () => {
  test.each([
    ['images/scan', 'COMPLETE'],
    ['images/inspector-scan', 'INITIAL_SCAN_COMPLETE'],
  ])('%s tells of which image, and how', (path, status) => {
    expect(readImageScanned(eventNamed(path))).toMatchObject({
      kind: 'image-scanned',
      repository: 'shop/vote',
      digest,
      status,
    });
  });

  test('is not a push', () => {
    expect(() => readImageScanned(eventNamed('images/push'))).toThrow(NotOurs);
  });
});
