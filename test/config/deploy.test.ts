import { describe, expect, test } from '@jest/globals';
import { load } from '../../shared/config/load.ts';
import { yml } from '../support/config.ts';

/** The problems of a `deploy` section, as the lines that `check` prints. */
function problemsIn(section: string): string[] {
  const loaded = load(`deploy: ${section}`);
  return loaded.ok ? [] : loaded.problems.map(({ path, message }) => `${path}: ${message}`);
}

const rulesOf = (section: string) => yml(`deploy: ${section}`).deploy.rules;

describe('the deploy section', () => {
  test('without a policy lets nothing out', () => {
    expect(rulesOf('{ mode: act }')).toMatchObject([{ mode: 'act', policy: { name: 'never' } }]);
  });

  test('has a rule for all other containers behind the written ones', () => {
    const rules = rulesOf('{ rules: [{ match: { repository: shop/* }, policy: minor }] }');

    expect(rules).toMatchObject([
      { match: { repository: 'shop/*' }, policy: { name: 'minor' } },
      { match: {}, policy: { name: 'never' } },
    ]);
  });

  test('hands on to its rules what they do not say, scan and onUnknown key by key', () => {
    const [rule] = rulesOf(`
  cooldown: 10m
  scan: { wait: 1h, newOnly: true }
  onUnknown: { cooldown: open }
  rules: [{ match: {}, policy: all, scan: { block: [HIGH] }, onUnknown: { platform: closed } }]`);

    expect(rule).toMatchObject({
      cooldownMs: 600_000,
      scan: { waitMs: 3_600_000, block: ['HIGH'], newOnly: true, onMissing: 'closed' },
      onUnknown: { cooldown: 'open', image: 'closed', platform: 'closed' },
    });
  });

  test('is undone by a rule that says false', () => {
    const [rule] = rulesOf('{ scan: { newOnly: true }, rules: [{ match: {}, scan: false }] }');

    expect(rule?.scan).toBeNull();
  });

  test('reads every policy', () => {
    const written = [
      'major minor patch all force never digest semver:^1 glob:v1.* regexp:^v numerical:(\\d+)$',
      'numerical alphabetical alphabetical:^r-(.*)$',
    ];

    const read = written
      .join(' ')
      .split(' ')
      .map((policy) => rulesOf(`{ policy: "${policy.replaceAll('\\', '\\\\')}" }`)[0]?.policy);

    expect(read).toEqual([
      { name: 'major' },
      { name: 'minor' },
      { name: 'patch' },
      { name: 'all' },
      { name: 'force' },
      { name: 'never' },
      { name: 'digest' },
      { name: 'semver', range: '^1' },
      { name: 'glob', glob: 'v1.*' },
      { name: 'regexp', regexp: '^v' },
      { name: 'numerical', regexp: '(\\d+)$' },
      { name: 'numerical', regexp: '.*' },
      { name: 'alphabetical', regexp: '.*' },
      { name: 'alphabetical', regexp: '^r-(.*)$' },
    ]);
  });

  test('reads freezes of every week and of one time', () => {
    const [rule] = rulesOf(`
  freeze:
    - { from: "Fri 16:00", to: "Monday 8:00", timeZone: Europe/Paris }
    - { from: 2026-12-24, to: "2027-01-02 06:30" }
    - { from: "2026-12-24T18:00Z", to: "2026-12-25T18:00+01:00", timeZone: Asia/Tokyo }`);

    expect(rule?.freeze).toEqual([
      {
        every: 'week',
        from: { day: 5, hour: 16, minute: 0 },
        to: { day: 1, hour: 8, minute: 0 },
        timeZone: 'Europe/Paris',
      },
      { every: 'never', from: '2026-12-24T00:00', to: '2027-01-02T06:30', timeZone: 'UTC' },
      {
        every: 'never',
        from: '2026-12-24T18:00Z',
        to: '2026-12-25T18:00+01:00',
        timeZone: 'Asia/Tokyo',
      },
    ]);
  });
});

describe('check says of the deploy section', () => {
  test.each([
    ['{ policy: minr }', 'deploy.policy: unknown policy `minr`, did you mean `minor`?'],
    ['{ policy: "minor:1" }', 'deploy.policy: minor takes nothing after it'],
    [
      '{ policy: "semver:abc" }',
      'deploy.policy: `abc` is not a range of versions: expected a range after semver:, such as ^1, ~1.2, 1.x or >=1.2 <3',
    ],
    [
      '{ policy: "semver:" }',
      'deploy.policy: expected a range after semver:, such as ^1, ~1.2, 1.x or >=1.2 <3',
    ],
    [
      '{ policy: "semver:^1 ||" }',
      'deploy.policy: expected a range after semver:, such as ^1, ~1.2, 1.x or >=1.2 <3',
    ],
    ['{ policy: glob }', 'deploy.policy: glob needs a pattern after it: glob:<pattern>'],
    [
      '{ policy: "glob:v[12]" }',
      'deploy.policy: `v[12]` can never match: in a glob over tags, * is any run and ? any one character; for more use a regexp',
    ],
    [
      '{ policy: "regexp:(" }',
      "deploy.policy: `(` is not a regular expression of RE2's: missing closing ): `(`",
    ],
    [
      '{ policy: "regexp:^(?=v)" }',
      "deploy.policy: `^(?=v)` is not a regular expression of RE2's: invalid or unsupported Perl syntax: `(?=`",
    ],
    [
      '{ policy: all, extract: "$1" }',
      'deploy.extract: needs a regular expression, in the policy or as allowTags: regexp:…',
    ],
    [
      '{ policy: all, allowTags: "regexp:^v(.*)", extract: "$version" }',
      'deploy.extract: `^v(.*)` has no group `version`',
    ],
    [
      '{ extract: "$2", rules: [{ match: {}, policy: "numerical:^a(.)(.)$" }, { match: { cluster: a }, policy: "numerical:^a(.)$" }] }',
      'deploy.rules[1]: is never reached: rules[0] matches every container\n' +
        'deploy.rules[1].extract: `^a(.)$` has no group `2`',
    ],
    [
      '{ allowTags: "v*" }',
      'deploy.allowTags: expected any, regexp:<regular expression> or glob:<glob>',
    ],
    [
      '{ freeze: [{ from: "Fri 16:00", to: "Fri 16:00" }] }',
      'deploy.freeze[0].to: is when the window begins: it would be empty',
    ],
    [
      '{ freeze: [{ from: "Fri 16:00", to: "2026-12-24" }] }',
      'deploy.freeze[0].to: from and to are both times of the week, or both dates',
    ],
    [
      '{ freeze: [{ from: "2026-12-24", to: "2026-12-23" }] }',
      'deploy.freeze[0].to: is not after from',
    ],
    [
      '{ freeze: [{ from: "2026-02-30", to: "2026-12-23" }] }',
      'deploy.freeze[0].from: expected a time of the week such as Fri 16:00, or a date such as 2026-12-24T18:00',
    ],
    [
      '{ freeze: [{ from: "Fri 25:00", to: "Mon 08:00" }] }',
      'deploy.freeze[0].from: expected a time of the week such as Fri 16:00, or a date such as 2026-12-24T18:00',
    ],
    [
      '{ freeze: [{ from: "Fri 16:00", to: "Mon 08:00", timeZone: Europe/Pari }] }',
      'deploy.freeze[0].timeZone: unknown time zone `Europe/Pari`: expected one such as Europe/Paris, or UTC',
    ],
    [
      '{ rules: [{ match: { repository: "1.dkr.ecr.eu-west-1.amazonaws.com/a" } }] }',
      'deploy.rules[0].match.repository: expected the name of a repository, such as shop/vote, without its registry',
    ],
  ])('%s', (section, complaint) => {
    expect(problemsIn(section).join('\n')).toBe(complaint);
  });
});
