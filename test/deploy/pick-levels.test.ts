import { describe, expect, test } from '@jest/globals';
import { pickedOf } from '../support/picks.ts';

type Row = readonly [policy: string, current: string, tags: string, pick: string | null];

const picks = (rows: readonly Row[]) =>
  test.each(rows)('%s: %s, given %s, is followed by %s', (policy, current, tags, pick) => {
    expect(pickedOf(policy, current, tags)).toBe(pick);
  });

describe('the levels are those of Keel (internal/policy/semver_test.go)', () => {
  picks([
    ['all', '1.4.5', '1.4.3', null],
    ['all', '1.4.5', '1.4.6', '1.4.6'],
    ['all', '1.4.5', '1.4.5', null],
    ['major', '1.4.5', '1.5.5', '1.5.5'],
    ['major', '1.4.5', '2.4.5', '2.4.5'],
    ['patch', '1.4.5', '1.4.6', '1.4.6'],
    ['patch', '1.4.5', '1.4.4', null],
    ['patch', '1.4.5', '2.4.6', null],
    ['patch', '1.4.5', '1.4.5', null],
    ['minor', '1.4.5', '1.5.5', '1.5.5'],
    ['minor', '1.4.5', '1.4.6', '1.4.6'],
    ['minor', '1.4.5', '1.4.5-xx', null],
    ['minor', 'v1.0.0', 'v1.0.1-metadata', null],
    ['minor', 'v1.0.0-metadata', 'v1.0.1-metadata', 'v1.0.1-metadata'],
    ['minor', '1.4.5-xx', '1.4.6-xx', '1.4.6-xx'],
    ['minor', '1.4.5-xx', '1.4.6-yy', null],
    ['all', '1.4.5', '3050', null],
  ]);
});

describe('a level goes as far up as it says, and no further (Keel, documentation of policies)', () => {
  picks([
    ['major', '1.2.3', '1.2.4 1.3.0 2.0.0 3.1.0', '3.1.0'],
    ['minor', '1.2.3', '1.2.4 1.3.0 2.0.0 3.1.0', '1.3.0'],
    ['patch', '1.2.3', '1.2.4 1.3.0 2.0.0 3.1.0', '1.2.4'],
    ['all', '1.2.3', '1.2.4 1.3.0 2.0.0 3.1.0', '3.1.0'],
    ['minor', '1.2.3', '2.0.0', null],
    ['patch', '1.2.3', '1.3.0', null],
    ['patch', '1.2.3', '1.3.4', null],
    ['patch', '0.0.1', '0.0.2 0.1.0', '0.0.2'],
    ['minor', '0.1.0', '0.2.0 1.0.0', '0.2.0'],
    ['major', '1.2.3', '', null],
  ]);
});

describe('a level keeps the pre-release that runs (Keel, matchPreRelease)', () => {
  picks([
    ['patch', '1.2.3-alpine', '1.2.4-alpine', '1.2.4-alpine'],
    ['patch', '1.2.3-alpine', '1.2.4', null],
    ['patch', '1.2.3-alpine', '1.2.4 1.2.4-alpine 1.2.5-slim', '1.2.4-alpine'],
    ['minor', '1.2.3-alpine', '1.3.0-alpine 2.0.0-alpine', '1.3.0-alpine'],
    ['major', '1.2.3-alpine', '2.0.0-alpine 3.0.0', '2.0.0-alpine'],
    ['major', '1.2.3', '2.0.0-rc.1', null],
    ['major', '1.2.3', '2.0.0-rc.1 1.2.4', '1.2.4'],
    ['patch', '1.2.3-alpine3.19', '1.2.4-alpine3.20', null],
    ['patch', '1.2.3-alpine.3', '1.2.4-alpine.3', '1.2.4-alpine.3'],
  ]);

  test.each([
    ['minor', '1.2.3', '1.3.0-rc.1', '1.3.0-rc.1'],
    ['minor', '1.2.3-alpine', '1.2.4', '1.2.4'],
    ['patch', '1.2.3-rc.1', '1.2.3', '1.2.3'],
    ['patch', '1.2.3', '1.2.3-rc.1', null],
    ['patch', '1.2.3-rc.9', '1.2.3-rc.10', '1.2.3-rc.10'],
    ['minor', '1.2.3', '2.0.0-rc.1', null],
  ])(
    '%s: without matchPreRelease %s, given %s, is followed by %s',
    (policy, current, tags, pick) => {
      expect(pickedOf({ policy, matchPreRelease: false }, current, tags)).toBe(pick);
    },
  );
});

describe('all takes pre-releases as they come (Keel)', () => {
  picks([
    ['all', '1.2.3', '1.3.0-rc.1', '1.3.0-rc.1'],
    ['all', '1.3.0-rc.1', '1.3.0', '1.3.0'],
    ['all', '1.3.0', '1.3.0-rc.2', null],
    ['all', '1.3.0-rc.2', '1.3.0-rc.10', '1.3.0-rc.10'],
    ['all', '1.3.0-alpha', '1.3.0-beta', '1.3.0-beta'],
    ['all', '1.3.0-alpha.1', '1.3.0-alpha.beta', '1.3.0-alpha.beta'],
    ['all', '1.3.0-alpha', '1.3.0-alpha.1', '1.3.0-alpha.1'],
    ['all', '1.3.0-alpha.1', '1.3.0-alpha', null],
  ]);
});

describe('numbers compare as numbers', () => {
  picks([
    ['major', '1.9.0', '1.10.0', '1.10.0'],
    ['major', '1.10.0', '1.9.0', null],
    ['major', '9.0.0', '10.0.0 11.0.0', '11.0.0'],
    ['patch', '1.0.9007199254740993', '1.0.9007199254740994', '1.0.9007199254740994'],
    ['patch', '1.0.9007199254740993', '1.0.9007199254740992', null],
    [
      'all',
      '1.0.99999999999999999999998',
      '1.0.99999999999999999999999',
      '1.0.99999999999999999999999',
    ],
  ]);
});

describe('calendar versions are versions, leading zeros and all', () => {
  picks([
    ['major', '2025.12.31', '2026.01.02', '2026.01.02'],
    ['minor', '2026.01.02', '2026.02.01 2027.01.01', '2026.02.01'],
    ['patch', '2026.01.02', '2026.01.10 2026.02.01', '2026.01.10'],
    ['major', '2026.9.1', '2026.10.1', '2026.10.1'],
    ['major', '24.04', '24.10', '24.10'],
  ]);
});

describe('a v before a version means nothing', () => {
  picks([
    ['minor', 'v1.2.3', 'v1.3.0', 'v1.3.0'],
    ['minor', '1.2.3', 'v1.3.0', 'v1.3.0'],
    ['minor', 'v1.2.3', '1.2.3', null],
    ['minor', '1.2.3', 'b1.3.0', null],
  ]);
});

describe('two tags for one version are no change (Argo CD Image Updater #736, #375, #1357)', () => {
  picks([
    ['all', '1.11', '1.11.0', null],
    ['all', '1.11.0', '1.11', null],
    ['all', '1.11.0', 'v1.11.0', null],
    ['all', '1.11.0', '1.11 1.11.0 v1.11', null],
    ['all', '1.10', '1.11 1.11.0', '1.11.0'],
    ['all', '1.10', '1.11.0 1.11', '1.11.0'],
    ['all', '0.9', '1.00000 1.0.0', '1.0.0'],
    ['minor', '1.10.0', '1.11 1.12 1.11.3', '1.12'],
  ]);
});

describe('a tag that is no version has no place, and jumps nowhere', () => {
  picks([
    ['all', 'latest', '1.2.3', null],
    ['major', 'latest', '1.2.3 latest', null],
    ['major', 'main', '1.2.3', null],
    ['major', '3050', '3051', null],
    ['major', '1.2.3', 'latest main 4f2e9a1 1234567', null],
    ['major', '1.2.3', 'latest 1.2.4 release', '1.2.4'],
    ['major', '1.2.3', '1.2.3.4 1.2.4.5', null],
    ['major', '1.2.3', '1.2.x 2..0', null],
  ]);
});
