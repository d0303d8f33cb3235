import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { load } from '../../shared/config/load.ts';
import { normalise } from '../../shared/config/normalise.ts';

/** The problems of a text, as the lines that `check` prints. */
function problemsIn(text: string): string[] {
  const loaded = load(text);
  return loaded.ok ? [] : loaded.problems.map(({ path, message }) => `${path}: ${message}`);
}

describe('a file that may be used', () => {
  test.each([
    ['empty', ''],
    ['only comments', '# nothing yet\n'],
    ['an empty document', '---\n'],
    ['no keys', '{}'],
  ])('is all defaults when it is %s', (_, text) => {
    expect(load(text)).toEqual({ ok: true, config: normalise({}) });
  });

  test('may use anchors, aliases and merge keys', () => {
    const text = `
restart:
  backoff: &slow { initialDelay: 1m, maxDelay: 1h }
  rules:
    - match: { cluster: prod }
      backoff: { <<: *slow, jitter: none }`;

    const loaded = load(text);

    expect(loaded.ok && loaded.config.restart.rules[0]?.backoff).toEqual({
      initialDelayMs: 60_000,
      rate: 2,
      maxDelayMs: 3_600_000,
      jitter: 'none',
    });
  });
});

describe('a problem is told with its path, in one line', () => {
  const oneRule = (rule: string) => `restart: { rules: [{ match: { cluster: prod }, ${rule} }] }`;

  test.each([
    ['mod: act', 'mod: unknown key `mod`, did you mean `mode`?'],
    ['zzz: act', 'zzz: unknown key `zzz`'],
    ['mode: obsrve', 'mode: expected one of observe, act, found `obsrve`, did you mean `observe`?'],
    ['mode: [act]', 'mode: expected one of observe, act, found a list'],
    ['- 1', ': expected a group of keys, found a list'],
    ['just text', ': expected a group of keys, found `just text`'],
    [
      'reservedConcurrency: { taskStoped: 20 }',
      'reservedConcurrency.taskStoped: unknown key `taskStoped`, did you mean `taskStopped`?',
    ],
    [
      'reservedConcurrency: { taskStopped: 0 }',
      'reservedConcurrency.taskStopped: expected at least 1',
    ],
    ['restart:', 'restart: is empty: give it a value, or leave the key out'],
    [
      oneRule('atempts: 3'),
      'restart.rules[0].atempts: unknown key `atempts`, did you mean `attempts`?',
    ],
    [oneRule('attempts: 11'), 'restart.rules[0].attempts: expected at most 10'],
    [oneRule('attempts: -1'), 'restart.rules[0].attempts: expected at least 0'],
    [oneRule('attempts: 1.5'), 'restart.rules[0].attempts: expected a whole number, found 1.5'],
    [oneRule('attempts: "3"'), 'restart.rules[0].attempts: expected a number, found `3`'],
    [
      'restart: { resetAfter: 10 }',
      'restart.resetAfter: expected a duration such as 30s, 10m or 1h30m',
    ],
    [
      'restart: { resetAfter: 10 minutes }',
      'restart.resetAfter: expected a duration such as 30s, 10m or 1h30m',
    ],
    ['restart: { resetAfter: 8d }', 'restart.resetAfter: expected at most 7d'],
    [
      'restart: { crashLoop: { within: 1s } }',
      'restart.crashLoop.within: expected at least 1m and at most 1d',
    ],
    [
      'restart: { backoff: { initialDelay: 10m } }',
      'restart.backoff: initialDelay 10m is longer than maxDelay 5m',
    ],
    [
      'restart: { backoff: { maxDelay: 1m }, rules: [{ match: { cluster: a }, backoff: { initialDelay: 2m } }] }',
      'restart.rules[0].backoff: initialDelay 2m is longer than maxDelay 1m',
    ],
    ['restart: { rules: [{}] }', 'restart.rules[0].match: is required'],
    [
      'restart: { rules: [{ match: {} }, { match: { cluster: a } }] }',
      'restart.rules[1]: is never reached: rules[0] matches every task',
    ],
    [
      'restart: { rules: [{ match: { cluster: "prod-[ab]" } }] }',
      'restart.rules[0].match.cluster: can never match: names have letters, digits, - and _; in a glob, * is any run and ? any one character',
    ],
    [
      'restart: { rules: [{ match: { cluster: "arn:aws:ecs:eu-west-1:123456789012:cluster/prod" } }] }',
      'restart.rules[0].match.cluster: expected a name or a glob, not an ARN',
    ],
    [
      'restart: { spotFallback: [FARGATE] }',
      'restart.spotFallback: expected the name of a capacity provider such as FARGATE, or false',
    ],
    [
      'restart: { outOfMemory: { maxMemory: 512, factr: 2 } }',
      'restart.outOfMemory.factr: unknown key `factr`, did you mean `factor`?',
    ],
    ['restart: { outOfMemory: { factor: 2 } }', 'restart.outOfMemory.maxMemory: is required'],
    [
      'restart: { launch: { launchType: EC2, capacityProviderStrategy: [{ capacityProvider: a }] } }',
      'restart.launch: launchType and capacityProviderStrategy exclude each other',
    ],
    [
      'restart: { launch: { subnets: [prod-a] } }',
      'restart.launch.subnets[0]: expected the id of a subnet, such as subnet-0123456789abcdef0',
    ],
    [
      'restart: { launch: { securityGroups: [sg-1] } }',
      'restart.launch: securityGroups and assignPublicIp are of no use without subnets',
    ],
    [
      'notify: { receivers: [{ name: a }] }',
      'notify.receivers[0]: goes nowhere: give it slack, slackWebhook, sns, pagerduty or webhook',
    ],
    [
      'notify: { receivers: [{ name: a, sns: {} }, { name: a, sns: {} }], route: { receiver: a } }',
      'notify.receivers[1].name: `a` is taken by receivers[0]',
    ],
    [
      'notify: { receivers: [{ name: ops, sns: {} }], route: { receiver: op } }',
      'notify.route.receiver: unknown receiver `op`, did you mean `ops`?',
    ],
    [
      'notify: { route: { receiver: pager } }',
      'notify.route.receiver: unknown receiver `pager`, there is default',
    ],
    [
      'notify: { receivers: [{ name: a, sns: {} }, { name: b, sns: {} }] }',
      'notify.route.receiver: is required: which of a, b gets the notices',
    ],
    [
      'notify:\n  receivers:\n    - name: ops\n      slack:\n        channel: #ops',
      'notify.receivers[0].slack.channel: expected a channel; in YAML a name that begins with # needs quotes: "#ops"',
    ],
    [
      'notify: { receivers: [{ name: a, slack: { channel: "#a", tokenParameter: xoxb-1-2 } }] }',
      'notify.receivers[0].slack.tokenParameter: expected the name of an SSM parameter, and this looks like the secret itself',
    ],
    [
      'notify: { receivers: [{ name: a, sns: { topicArn: ops } }] }',
      'notify.receivers[0].sns.topicArn: expected the ARN of an SNS topic, such as arn:aws:sns:eu-west-1:123456789012:ops',
    ],
  ])('%s', (text, problem) => {
    expect(problemsIn(text)).toEqual([problem]);
  });

  test('and every problem is told, not only the first', () => {
    const text = 'mode: on\nrestart: { attempts: 99, atempts: 1 }\nnotify: { receivers: [{}] }';

    expect(problemsIn(text).map((line) => line.split(':')[0])).toEqual([
      'mode',
      'restart.attempts',
      'restart.atempts',
      'notify.receivers[0].name',
    ]);
  });
});

describe('a condition of evaluateOnExit', () => {
  const conditions = (...list: object[]) => stringify({ restart: { evaluateOnExit: list } });
  const path = 'restart.evaluateOnExit';

  test.each([
    [{ action: 'RETRY', onExitCode: '137' }],
    [{ action: 'EXIT', onExitCode: 137 }],
    [{ action: 'exit', onExitCode: '13*' }],
    [{ action: 'RETRY', onReason: '*' }],
    [{ action: 'RETRY', onStatusReason: 'Host EC2*', onStopCode: 'TerminationNotice' }],
    [{ action: 'RETRY', onReason: 'x'.repeat(512) }],
  ])('may be %j', (condition) => {
    expect(problemsIn(conditions(condition))).toEqual([]);
  });

  test.each([
    [{ action: 'RETRY' }, 'needs at least one of onExitCode, onReason, onStatusReason, onStopCode'],
    [{ action: 'RETRY', onReason: 'a*b' }, 'a * may only stand at the end'],
    [{ action: 'RETRY', onReason: '**' }, 'a * may only stand at the end'],
    [{ action: 'RETRY', onReason: 'x'.repeat(513) }, 'expected at most 512 characters'],
    [{ action: 'RETRY', onExitCode: 'SIGKILL' }, 'expected an exit code such as 137 or "13*"'],
    [{ action: 'STOP', onExitCode: 1 }, 'expected one of RETRY, EXIT, retry, exit, found `STOP`'],
    [{ onExitCode: 1 }, 'is required'],
  ])('may not be %j', (condition, message) => {
    const problems = problemsIn(conditions(condition));

    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^restart\.evaluateOnExit\[0\][^:]*: /);
    expect(problems[0]).toContain(message);
  });

  test('is one of five at most, as in AWS Batch', () => {
    const six = Array.from({ length: 6 }, () => ({ action: 'EXIT', onExitCode: 1 }));

    expect(problemsIn(conditions(...six))).toEqual([`${path}: expected at most 5 entries`]);
  });
});

describe('a stop cause of one’s own', () => {
  const cause = { id: 'a', when: { exitCode: 1 }, cause: 'A', class: 'transient' };
  const causes = (...list: object[]) => problemsIn(stringify({ restart: { causes: list } }));

  test.each([
    [{ id: 'Not Kebab' }, 'causes[0].id: expected lower-case words joined by hyphens'],
    [{ when: {} }, 'causes[0].when: needs at least one condition'],
    [
      { when: { exitcode: 1 } },
      'causes[0].when.exitcode: unknown key `exitcode`, did you mean `exitCode`?',
    ],
    [{ when: { anyReason: '' } }, 'causes[0].when.anyReason: an empty text would match everything'],
    [{ class: 'transcient' }, 'did you mean `transient`?'],
    [{ restarts: 'often' }, 'causes[0].restarts: expected a number from 0 to 10, or bounded'],
  ])('is refused with %j', (change, message) => {
    const problems = causes({ ...cause, ...change });

    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(message);
  });

  test('has an id that no other has', () => {
    expect(causes(cause, { ...cause, id: 'b' }, cause)).toEqual([
      'restart.causes[2].id: `a` is taken by causes[0]',
    ]);
  });
});

describe('what is no YAML is told by line and column', () => {
  test.each([
    ['mode: act\n  restart: {}', '1:7'],
    ['restart: { rules: [', '1:20'],
    ['mode: "act', '1:11'],
    ['\tmode: act', '1:1'],
    ['mode: !!js/function act', '1:7'],
    ['mode: act\nmode: act', '2:1'],
    ['mode: act\n---\nmode: act', '2:1'],
  ])('%j', (text, place) => {
    const problems = problemsIn(text);

    expect(problems).toHaveLength(1);
    expect(problems[0]?.startsWith(`${place}: `)).toBe(true);
  });

  test.each([
    ['an alias without an anchor', 'mode: *nobody'],
    ['a list in itself', 'restart: &a [*a]'],
    ['aliases that unfold without end', billionLaughs()],
    ['nesting thousands of levels deep', '['.repeat(5000)],
  ])('%s is refused as well', (_, text) => {
    expect(problemsIn(text)).not.toHaveLength(0);
  });
});

function billionLaughs(): string {
  const levels = Array.from({ length: 12 }, (_, level) => {
    const before = Array.from({ length: 9 }, () => `*l${level - 1}`).join(', ');
    return `l${level}: &l${level} [${level === 0 ? 'ha' : before}]`;
  });
  return levels.join('\n');
}

describe('whatever the text', () => {
  const words = [
    'mode',
    'restart',
    'rules',
    'match',
    ': ',
    '\n  ',
    '- ',
    '{',
    '}',
    '[',
    '"',
    '*a',
    '&a ',
    '<<: ',
    '#',
    'act',
    '3',
    '__proto__',
  ];

  test('load never throws, and every problem is a line', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(fc.constantFrom(...words), { maxLength: 30 }).map((parts) => parts.join('')),
          fc.json(),
        ),
        (text) => {
          for (const line of problemsIn(text)) expect(line).not.toMatch(/\n/);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a route', () => {
  const problemsOf = (routes: string) =>
    problemsIn(`notify:
  route: { receiver: ops, routes: ${routes} }
  receivers: [{ name: ops, sns: {} }, { name: pager, sns: {} }]
`);

  test.each([
    [
      '[{ matchers: [severity=error], receiver: pagr }]',
      'notify.route.routes[0].receiver: unknown receiver `pagr`, did you mean `pager`?',
    ],
    [
      '[{ matchers: [severity], receiver: pager }]',
      'notify.route.routes[0].matchers[0]: expected label, operator (= != =~ !~) and value, such as severity=critical',
    ],
    [
      "[{ matchers: ['a=~(b'] }]",
      "notify.route.routes[0].matchers[0]: `(b` is not a regular expression; the syntax is RE2's, as in Alertmanager, which has no look-around",
    ],
    ['[{ receiver: pager }]', 'notify.route.routes[0].matchers: is required'],
    [
      '[{ matchers: [a=b] }, { matchers: [a="b", c=d] }]',
      'notify.route.routes[1]: nothing reaches it: routes[0] takes all that it matches; put this one first, or give that one `continue: true`',
    ],
    [
      '[{ matchers: ["a=~b.*"] }, { matchers: [a=bcd] }]',
      'notify.route.routes[1]: nothing reaches it: routes[0] takes all that it matches; put this one first, or give that one `continue: true`',
    ],
    [
      '[{ matchers: [a=b], routes: [{ matchers: [c=d] }, { matchers: ["a!=x", c=d] }] }]',
      'notify.route.routes[0].routes[1]: nothing reaches it: routes[0] takes all that it matches; put this one first, or give that one `continue: true`',
    ],
    [
      '[{ matchers: [a=b], routes: [{ matchers: [a=c] }] }]',
      'notify.route.routes[0].routes[0]: nothing reaches it: nothing has both a="b" and a="c"',
    ],
    [
      '[{ matchers: [a=b, "a!~b|c"] }]',
      'notify.route.routes[0]: nothing reaches it: nothing has both a="b" and a!~"b|c"',
    ],
    [
      '[{ matchers: [a=b], routes: [{ matchers: [c=d], recever: ops }] }]',
      'notify.route.routes[0].routes[0].recever: unknown key `recever`, did you mean `receiver`?',
    ],
  ])('of %s is refused', (routes, problem) => {
    expect(problemsOf(routes)).toEqual([problem]);
  });

  test.each([
    ['one that goes on', '[{ matchers: [a=b], continue: true }, { matchers: [a=b] }]'],
    ['one that asks for more', '[{ matchers: [a=b, c=d] }, { matchers: [a=b] }]'],
    ['one that asks for another', '[{ matchers: ["a=~b.*"] }, { matchers: ["a=~bc.*"] }]'],
    ['one that is told apart by it', '[{ matchers: ["a!=b"] }, { matchers: [a=b] }]'],
  ])('may follow %s', (_, routes) => {
    expect(problemsOf(routes)).toEqual([]);
  });
});

describe('what keeps people from being told', () => {
  const problemsOf = (sections: string) =>
    problemsIn(`notify:
  receivers: [{ name: ops, sns: {} }, { name: mail, sns: {} }]
  ${sections}
`);
  const span = (given: string) =>
    `route: { receiver: ops }\n  timeIntervals: [{ name: nights, timeIntervals: [${given}] }]`;
  const inSpan = 'notify.timeIntervals[0].timeIntervals[0]';
  const rows: readonly (readonly [given: string, problem: string])[] = [
    [
      '{ times: [{ startTime: "18:00", endTime: "25:00" }] }',
      'times[0].endTime: expected a time from 00:00 to 24:00, such as "18:30"; in YAML it needs quotes',
    ],
    [
      '{ times: [{ startTime: "22:00", endTime: "06:00" }] }',
      'times[0]: ends before it starts; a night is two: one until 24:00, one from 00:00',
    ],
    ['{ times: [{ startTime: "18:00" }] }', 'times[0].endTime: is required'],
    ['{ weekdays: [moonday] }', 'weekdays[0]: expected a weekday or a range such as monday:friday'],
    [
      '{ daysOfMonth: ["0"] }',
      'daysOfMonth[0]: expected a day from 1 to 31 or -31 to -1, or a range: "1:5"',
    ],
    ['{ months: ["13"] }', 'months[0]: expected a month or a range such as may:august or 1:3'],
    ['{ years: [soon] }', 'years[0]: expected a year or a range such as 2027:2030'],
    [
      '{ location: Europe/Atlantis }',
      'location: expected a time zone of the IANA database, such as Europe/Paris',
    ],
  ];

  test.each(rows)('a time interval of %s is refused', (given, problem) => {
    expect(problemsOf(span(given))).toEqual([`${inSpan}.${problem}`]);
  });

  test.each([
    [
      'route: { receiver: ops, muteTimeIntervals: [nigths] }',
      'route.muteTimeIntervals[0]: unknown time interval `nigths`, there is none in notify.timeIntervals',
    ],
    [
      'route: { receiver: ops, routes: [{ matchers: [a=b], activeTimeIntervals: [days] }] }',
      'route.routes[0].activeTimeIntervals[0]: unknown time interval `days`, there is none in notify.timeIntervals',
    ],
    [
      'inhibitRules: [{ sourceMatchers: [kind], targetMatchers: [kind=task] }]',
      'inhibitRules[0].sourceMatchers[0]: expected label, operator (= != =~ !~) and value, such as severity=critical',
    ],
    [
      'inhibitRules: [{ sourceMatchers: [kind=deployment] }]',
      'inhibitRules[0].targetMatchers: is required',
    ],
    [
      'inhibitRules: [{ sourceMatchers: [a=b], targetMatchers: [] }]',
      'inhibitRules[0].targetMatchers: expected at least 1 entry',
    ],
    ['fallback: mails', 'fallback: unknown receiver `mails`, did you mean `mail`?'],
  ])('%s is refused', (section, problem) => {
    expect(problemsOf(section)).toContain(`notify.${problem}`);
  });
});
