import { describe, expect, test } from '@jest/globals';
import { pickTag } from '../../shared/deploy/pick.ts';
import type { Tag } from '../../shared/deploy/tag.ts';
import { pickedOf, rulesOf, tagOf, type Written } from '../support/picks.ts';

type Row = readonly [policy: string, current: string, tags: string, pick: string | null];

const picks = (rows: readonly Row[]) =>
  test.each(rows)('%s: %s, given %s, is followed by %s', (policy, current, tags, pick) => {
    expect(pickedOf(policy, current, tags)).toBe(pick);
  });

describe('semver: is the newest within a range (Flux, internal/policy/semver_test.go)', () => {
  picks([
    ['semver:1.0.x', '1.0.0', '1.0.0 1.0.0.1 1.0.0p 1.0.1 1.2.0 0.1.0', '1.0.1'],
    ['semver:1.0.x', 'v0.1.0', 'v1.2.3 v1.0.0 v0.1.0', 'v1.0.0'],
    ['semver:1.0.x', '0.1.0', 'b1.2.3 b1.0.0 b0.1.0', null],
    ['semver:1.0.x', '0.1.0', '', null],
    ['semver:1.0.x', '0.1.0', '1.2.0', null],
    ['semver:^1.0', '1.0.0', '1.9.0 2.0.0', '1.9.0'],
    ['semver:=1.0.0', '0.9.0', '1.0.0 1.0.1', '1.0.0'],
    ['semver:~1.0', '1.0.0', '1.0.9 1.1.0', '1.0.9'],
    ['semver:>=1.0', '1.0.0', '1.1.0 7.0.0', '7.0.0'],
    ['semver:>0,<2.0', '1.0.0', '1.9.9 2.0.0', '1.9.9'],
  ]);
});

describe('semver: ranges as Argo CD Image Updater documents them', () => {
  picks([
    ['semver:~1.2', '1.2.0', '1.2.9 1.3.0', '1.2.9'],
    ['semver:1.2.x', '1.2.0', '1.2.9 1.3.0', '1.2.9'],
    ['semver:1.x', '1.2.0', '1.2.9 1.3.0 2.0.0', '1.3.0'],
    ['semver:^1', '1.2.0', '1.10.0 1.9.0 2.0.0', '1.10.0'],
    ['semver:*', '1.2.0', '1.3.0 9.0.0', '9.0.0'],
    ['semver:^1 || ^3', '1.2.0', '1.3.0 2.0.0 3.1.0 4.0.0', '3.1.0'],
    ['semver:1.2 - 1.4', '1.2.0', '1.4.7 1.5.0', '1.4.7'],
    ['semver:>=1.2 <1.5', '1.2.0', '1.4.7 1.5.0', '1.4.7'],
    ['semver:^0.2', '0.2.0', '0.2.9 0.3.0', '0.2.9'],
    ['semver:<=1.2', '1.0.0', '1.2.9 1.3.0', '1.2.9'],
    ['semver:>1.2', '1.0.0', '1.2.9 1.3.0', '1.3.0'],
  ]);
});

describe('semver: takes pre-releases where the range names one (Flux: -0)', () => {
  picks([
    ['semver:^1', '1.2.3', '1.3.0-rc.1', null],
    ['semver:^1.0.0-0', '1.2.3', '1.3.0-rc.1', '1.3.0-rc.1'],
    ['semver:^1.0.0-0', '1.2.3', '2.0.0-rc.1', null],
    ['semver:>=1.0.0-0', '1.2.3', '2.0.0-rc.1', '2.0.0-rc.1'],
    ['semver:>=1.0.0-0 <2.0.0', '1.2.3', '1.5.0-rc.1', '1.5.0-rc.1'],
    ['semver:^1.0.0-0', '1.3.0-rc.1', '1.3.0-rc.2 1.3.0', '1.3.0'],
    ['semver:^1 || ^2.0.0-0', '1.2.3', '1.9.0-rc.1 2.0.0-rc.1', '2.0.0-rc.1'],
    ['semver:1.2 - 1.4', '1.2.0', '1.3.0-rc.1', null],
  ]);
});

describe('semver: never goes down, whatever the range (Argo CD Image Updater #604, #453)', () => {
  picks([
    ['semver:^1', '2.0.0', '1.9.0', null],
    ['semver:~1.2', '1.3.0', '1.2.9', null],
    ['semver:^2', '1.9.0', '2.1.0', '2.1.0'],
    ['semver:^1', '1.9.0', '1.9.0 1.8.9', null],
    ['semver:^1', '1.0.9007199254740993', '1.0.9007199254740995', '1.0.9007199254740995'],
    ['semver:^1', 'latest', '1.9.0', null],
  ]);
});

describe('numerical: compares the first group as numbers (Flux, internal/policy/numerical_test.go)', () => {
  picks([
    ['numerical', '1606234201', '1606364286 1606334092 1606334284', '1606364286'],
    ['numerical', '15', '73 72 15 16 29', '73'],
    ['numerical', '47.4', '24.71 53.47 3.2', '53.47'],
    ['numerical', '0', '1a b', null],
    ['numerical:^build-(\\d+)$', 'build-9', 'build-10 build-8', 'build-10'],
    ['numerical:^build-(\\d+)$', 'build-10', 'build-9', null],
    ['numerical:^build-(\\d+)$', 'build-9', 'rebuild-10 build-11-dirty', null],
    ['numerical:\\d+$', 'build-9', 'build-10', 'build-10'],
    ['numerical:\\d+', 'build-9', 'build-10 release-11', 'release-11'],
    [
      'numerical:^main-[a-f0-9]+-(?P<ts>\\d+)$',
      'main-4f2e-100',
      'main-99aa-200 dev-1-300',
      'main-99aa-200',
    ],
    ['numerical:(\\d+)', 'b9007199254740993', 'b9007199254740992', null],
    ['numerical:(\\d+)', 'b9007199254740992', 'b9007199254740993', 'b9007199254740993'],
    ['numerical:(\\d+)', 'b7', 'b007', null],
    ['numerical', '1.10', '1.9', '1.9'],
    ['numerical', 'latest', '5', null],
  ]);
});

describe('alphabetical: takes what comes last (Flux, internal/policy/alphabetical_test.go)', () => {
  picks([
    ['alphabetical', '2021.01', '2021.02 2020.12', '2021.02'],
    ['alphabetical', 'a', 'b c B', 'c'],
    ['alphabetical', 'c', 'b a', null],
    [
      'alphabetical',
      'RELEASE.2021-01-01',
      'RELEASE.2021-02-01 RELEASE.2020-12-01',
      'RELEASE.2021-02-01',
    ],
    [
      'alphabetical:^RELEASE\\.(.*)Z$',
      'RELEASE.2021-01-01Z',
      'RELEASE.2021-02-01Z RELEASE.2022-01-01',
      'RELEASE.2021-02-01Z',
    ],
    ['alphabetical', 'build-9', 'build-10', null],
    ['alphabetical:-(\\w+)$', '9-a', '1-b 2-a', '1-b'],
    ['alphabetical:^r-(.*)$', 'latest', 'r-1', null],
    ['alphabetical', 'xenial', 'artful bionic', null],
    ['alphabetical', 'artful', 'xenial bionic', 'xenial'],
  ]);
});

describe('glob: and regexp: are Keel’s, with numbers as numbers (internal/policy/glob_test.go)', () => {
  picks([
    ['glob:latest', 'latest', 'latest', null],
    ['glob:latest', 'latest', 'earliest', null],
    ['glob:lat*', 'latest', 'latest', null],
    ['glob:latest.*', 'latest.20241321', 'latest.20251321', 'latest.20251321'],
    ['glob:latest.*', 'latest.20251321', 'latest.20241321', null],
    ['glob:build-*', 'build-9', 'build-10', 'build-10'],
    ['glob:build-*', 'build-10', 'build-9', null],
    ['glob:build-*', 'build-9', 'release-10', null],
    ['glob:build-?', 'build-1', 'build-10 build-2', 'build-2'],
    ['glob:build-*', 'latest', 'build-1', null],
    ['glob:*-prod', '41-prod', '42-prod 43-dev', '42-prod'],
    ['regexp:^build-\\d+$', 'build-9', 'build-10 build-11-rc', 'build-10'],
    ['regexp:^build-\\d+$', 'build-10', 'build-9', null],
    ['regexp:^(dev|main)-\\d+$', 'dev-1', 'main-1 dev-2', 'main-1'],
    ['regexp:^\\w+-(?P<compare>\\d+)$', 'dev-10', 'main-9 dev-11', 'dev-11'],
    ['regexp:^\\w+-(?P<compare>\\d+)$', 'main-9', 'dev-10', 'dev-10'],
    ['regexp:^v', 'latest', 'v1', null],
    ['regexp:^v', 'v1', 'v01', null],
  ]);
});

describe('force takes any tag, but among versions goes up only (Keel, internal/policy/force_test.go)', () => {
  picks([
    ['force', 'latest', 'main', 'main'],
    ['force', 'latest', '1.2.3', '1.2.3'],
    ['force', '7.9.1-1-ubi8', '8.0.0', '8.0.0'],
    ['force', '7.9.1-1-ubi8', '3.0.0', null],
    ['force', '8.1.0', '8.0.0', null],
    ['force', '1.4.5', '1.4.6', '1.4.6'],
    ['force', '1.2.3-4', '1.2.3-3', null],
    ['force', '1.2.3-3', '1.2.3-4', '1.2.3-4'],
    ['force', '7.9.1-1-ubi8', '7.9.1', '7.9.1'],
    ['force', 'latest', '3.0.0 3.0.1 7.9.1-1-ubi8 8.0.0 latest 8.3.1', '8.3.1'],
    ['force', '1.0', '1.3 2.5 2.7 3.8', '3.8'],
    ['force', 'v0.9.0', 'v1.0.0 v1.2.0 v1.1.0', 'v1.2.0'],
    ['force', '4f2e9a1', '0b1c2d3', '0b1c2d3'],
    ['force', '8.1.0', 'main', 'main'],
    ['force', '8.1.0', '7.0.0 main', null],
    ['force', '1.11', '1.11.0', null],
    ['force', 'latest', '', null],
    ['force', 'latest', 'latest', null],
    ['force', 'latest@d1', 'latest@d1', null],
    ['force', 'latest@d1', 'latest@d2', 'latest'],
    ['force', '8.1.0@d1', '8.1.0@d2', '8.1.0'],
    ['force', 'latest@d1', 'main@d1', null],
  ]);

  test.each([
    ['latest@d1', 'latest@d2', 'latest'],
    ['latest@d1', 'main@d2', null],
    ['1.2.3@d1', '1.2.4@d2', null],
    ['latest@d1', 'main@d2 latest@d3 9.9.9@d4', 'latest'],
  ])('with matchTag %s, given %s, is followed by %s', (current, tags, pick) => {
    expect(pickedOf({ policy: 'force', matchTag: true }, current, tags)).toBe(pick);
  });
});

describe('force goes by when images were pushed, where that is known of all of them', () => {
  const pushed = (tag: string, day: number): Tag => ({
    tag,
    digest: `${tag}-${day}`,
    pushedAt: `2026-11-0${day}T00:00:00Z`,
  });
  const force = rulesOf('force');

  test.each([
    ['the newest', 'main', [pushed('z', 2), pushed('a', 3)], 'a'],
    ['the newest, before any version', 'main', [pushed('9.9.9', 2), pushed('a', 3)], 'a'],
    ['nothing, where what runs was pushed later', 'main', [pushed('a', 0)], null],
    [
      'nothing, where the newest is an older version',
      '2.0.0',
      [pushed('1.0.0', 3), pushed('a', 2)],
      null,
    ],
    ['the tag that runs, pushed anew', 'main', [pushed('main', 2), pushed('a', 1)], 'main'],
  ] as const)('takes %s', (_, running, tags, pick) => {
    expect(pickTag(pushed(running, 1), tags, force).pick).toBe(pick);
  });

  test('goes by names where it is not known of one of them', () => {
    expect(pickTag(pushed('main', 1), [pushed('a', 3), tagOf('1.0')], force).pick).toBe('1.0');
  });
});

describe('digest follows the tag that runs wherever it goes (Argo CD Image Updater)', () => {
  picks([
    ['digest', 'latest@d1', 'latest@d2', 'latest'],
    ['digest', 'latest@d1', 'latest@d1', null],
    ['digest', 'latest@d1', 'main@d2 1.2.3@d3', null],
    ['digest', '1.2@d1', '1.2@d2 1.3@d3', '1.2'],
    ['digest', 'latest', 'latest', null],
    ['digest', 'latest@d1', 'latest', null],
  ]);
});

describe('never is never', () => {
  picks([['never', '1.2.3', '1.2.4 2.0.0', null]]);
});

describe('which tags a policy gets to see', () => {
  const rows: readonly [Written, string, string, string | null][] = [
    [{ policy: 'minor', ignoreTags: ['1.3.*'] }, '1.2.3', '1.2.4 1.3.0', '1.2.4'],
    [{ policy: 'minor', ignoreTags: ['*-rc*', '1.4.?'] }, '1.2.3', '1.3.0 1.4.0', '1.3.0'],
    [{ policy: 'minor', ignoreTags: ['*'] }, '1.2.3', '1.3.0', null],
    [{ policy: 'all', allowTags: 'regexp:^1\\.' }, '1.2.3', '1.3.0 2.0.0', '1.3.0'],
    [{ policy: 'all', allowTags: 'glob:1.*' }, '1.2.3', '1.3.0 2.0.0', '1.3.0'],
    [{ policy: 'all', allowTags: 'any' }, '1.2.3', '1.3.0 2.0.0', '2.0.0'],
    [{ policy: 'all', allowTags: 'regexp:^v' }, '1.2.3', '1.3.0', null],
    [
      { policy: 'all', allowTags: 'regexp:^1', ignoreTags: ['1.4.0'] },
      '1.2.3',
      '1.3.0 1.4.0 2.0.0',
      '1.3.0',
    ],
    [{ policy: 'minor', matchTag: true }, '1.2.3', '1.2.4 1.3.0', null],
  ];

  test.each(rows)('%j: %s, given %s, is followed by %s', (written, current, tags, pick) => {
    expect(pickedOf(written, current, tags)).toBe(pick);
  });
});

describe('extract says what is compared (Flux, filterTags.extract)', () => {
  const build = 'regexp:^main-[a-f0-9]+-(?P<ts>\\d+)$';
  const rows: readonly [Written, string, string, string | null][] = [
    [
      { policy: 'numerical', allowTags: build, extract: '$ts' },
      'main-9f-100',
      'main-1a-200 main-2b-50 dev-300',
      'main-1a-200',
    ],
    [{ policy: 'numerical', allowTags: build, extract: '$1' }, 'main-9f-100', 'main-1a-99', null],
    [
      { policy: 'semver:^1', allowTags: 'regexp:^(?P<v>.+)-prod$', extract: '$v' },
      '1.2.3-prod',
      '1.3.0-prod 1.4.0 2.0.0-prod',
      '1.3.0-prod',
    ],
    [
      { policy: 'minor', allowTags: 'regexp:^app_(\\d+)_(\\d+)$', extract: '$1.$2' },
      'app_1_9',
      'app_1_10 app_2_0',
      'app_1_10',
    ],
    [
      { policy: 'minor', allowTags: 'regexp:^app_(\\d+)_(\\d+)$', extract: `\${1}.\${2}` },
      'app_1_9',
      'app_1_10 app_2_0',
      'app_1_10',
    ],
    [{ policy: 'numerical:^b-(\\d+)-(\\d+)$', extract: '$2' }, 'b-9-1', 'b-1-2', 'b-1-2'],
    [
      { policy: 'regexp:^(?P<day>\\d+)-(?P<n>\\d+)$', extract: `\${day}.\${n}` },
      '5-9',
      '5-10 4-99',
      '5-10',
    ],
    [
      { policy: 'semver:^1', allowTags: 'regexp:^(?P<v>.+)-prod$', extract: '$v' },
      '1.2.3',
      '1.3.0-prod',
      null,
    ],
    [
      { policy: 'alphabetical', allowTags: 'regexp:^r(?P<d>\\d{8})', extract: '$d' },
      'r20260101',
      'r20260102 x20270101',
      'r20260102',
    ],
    [
      { policy: 'alphabetical', allowTags: 'regexp:^r(?P<d>\\d{8})', extract: '$$$d' },
      'r20260101',
      'r20260102',
      'r20260102',
    ],
  ];

  test.each(rows)('%j: %s, given %s, is followed by %s', (written, current, tags, pick) => {
    expect(pickedOf(written, current, tags)).toBe(pick);
  });
});

describe('what is no image to run is never picked', () => {
  picks([
    ['major', '1.2.3', '1.2.4-soci', null],
    ['all', '1.2.3', '1.2.4-soci', null],
    ['all', '1.2.3', '1.2.4-soci 1.2.4', '1.2.4'],
    ['force', 'latest', 'latest-soci', null],
    ['force', 'latest', `sha256-${'a'.repeat(64)}.sig`, null],
    ['force', 'latest', `sha256-${'a'.repeat(64)}`, null],
    ['force', 'latest', 'v1.sig v1.att v1.sbom', null],
    ['force', 'latest', 'deckhand-in-use-prod-web', null],
    ['alphabetical', 'a', 'z-soci', null],
  ]);
});

describe('the same image again is no change', () => {
  picks([
    ['all', '1.2.3@d1', '1.2.4@d1', null],
    ['all', '1.2.3@d1', '1.2.4@d2', '1.2.4'],
    ['all', '1.2.3@d1', '1.2.3@d2', null],
    ['minor', '1.2.3@d1', '1.3.0@d2 2.0.0@d1', null],
    ['minor', '1.2.3@d1', '1.2.4@d2 1.3.0@d1', null],
    ['minor', '1.2.3@d1', '1.4.0@d2 1.3.0@d1', '1.4.0'],
  ]);

  test('is said of its other tags', () => {
    const { reasons } = pickTag(tagOf('1.2.3@d1'), [tagOf('1.2.4@d1')], rulesOf('all'));

    expect(reasons).toContainEqual({
      rule: '1.2.4',
      holds: false,
      because: 'is the image that runs',
    });
  });

  test('a digest without a tag has no place among tags', () => {
    expect(pickedOf('all', { digest: 'd1' }, '1.2.3@d2')).toBeNull();
    expect(pickedOf('digest', { digest: 'd1' }, '1.2.3@d2')).toBeNull();
  });

  test('a digest without a tag is followed by whatever is pushed, where that is asked for', () => {
    expect(pickedOf('force', { digest: 'd1' }, 'main@d2')).toBe('main');
    expect(pickedOf('force', { digest: 'd1' }, 'main@d1')).toBeNull();
  });
});
