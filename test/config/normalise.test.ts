import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { load } from '../../shared/config/load.ts';
import { normalise } from '../../shared/config/normalise.ts';
import { WrittenConfig } from '../../shared/config/written.ts';

const plainRoute = {
  matchers: [],
  groupBy: null,
  groupIntervalMs: 30_000,
  repeatIntervalMs: 4 * 60 * 60 * 1_000,
  muteTimeIntervals: [],
  activeTimeIntervals: [],
  continue: false,
  routes: [],
};

test('nothing written is every default', () => {
  expect(normalise({})).toEqual({
    mode: 'observe',
    actByTag: [],
    passRoles: ['*'],
    reservedConcurrency: {},
    restart: {
      mode: 'observe',
      rules: [
        {
          match: {},
          mode: 'observe',
          attempts: 3,
          evaluateOnExit: [],
          backoff: { initialDelayMs: 10_000, rate: 2, maxDelayMs: 300_000, jitter: 'full' },
          resetAfterMs: 600_000,
          spotFallback: null,
          outOfMemory: null,
          launch: null,
          crashLoop: { stops: 3, withinMs: 600_000, then: 'notify' },
        },
      ],
      budget: { restarts: 10, per: 'cluster', windowMs: 600_000 },
      causes: [],
    },
    cleanup: { mode: 'observe', schedule: 'rate(1 day)', onPush: true, guard: true, rules: [] },
    deploy: {
      mode: 'observe',
      sweep: 'rate(6 hours)',
      rules: [
        {
          match: {},
          mode: 'observe',
          policy: { name: 'never' },
          matchTag: false,
          matchPreRelease: true,
          extract: null,
          allowTags: null,
          ignoreTags: [],
          pin: 'digest',
          baseRevision: 'service',
          cooldownMs: 0,
          scan: null,
          platform: true,
          onUnknown: { cooldown: 'closed', image: 'closed', platform: 'open' },
          freeze: [],
          schedules: false,
          rollback: 'onFailure',
        },
      ],
    },
    alarm: {
      graph: true,
      ignore: [{ name: 'TargetTracking-*' }],
      severity: [],
      insufficientData: 'ignore',
    },
    notify: {
      route: { receiver: 'default', ...plainRoute },
      receivers: [{ name: 'default', sns: { topicArn: null, format: 'text' } }],
      fallback: null,
      timeIntervals: [],
      inhibitRules: [],
    },
  });
});

describe('the mode', () => {
  test.each([
    [{}, 'observe', 'observe'],
    [{ mode: 'act' }, 'act', 'act'],
    [{ mode: 'act', restart: { mode: 'observe' } }, 'observe', 'observe'],
    [{ restart: { mode: 'act', rules: [{ match: {}, mode: 'observe' }] } }, 'act', 'observe'],
    [{ restart: { rules: [{ match: {}, mode: 'act' }] } }, 'observe', 'act'],
  ] as const)('of %j is %s for the section and %s for its first rule', (written, section, rule) => {
    const { restart } = normalise(WrittenConfig.parse(written));

    expect([restart.mode, restart.rules[0]?.mode]).toEqual([section, rule]);
  });
});

describe('a rule', () => {
  test('takes from the section what it does not say, backoff and crash loop key by key', () => {
    const { restart } = normalise({
      restart: {
        attempts: 7,
        spotFallback: 'FARGATE',
        backoff: { rate: 3, jitter: 'none' },
        crashLoop: { stops: 9 },
        rules: [{ match: { cluster: 'a' }, backoff: { rate: 1.5 }, crashLoop: { then: 'pause' } }],
      },
    });

    expect(restart.rules[0]).toMatchObject({
      match: { cluster: 'a' },
      attempts: 7,
      spotFallback: 'FARGATE',
      backoff: { initialDelayMs: 10_000, rate: 1.5, jitter: 'none' },
      crashLoop: { stops: 9, withinMs: 600_000, then: 'pause' },
    });
  });

  test('may undo what the section sets', () => {
    const { restart } = normalise({
      restart: {
        spotFallback: 'FARGATE',
        outOfMemory: { maxMemory: 8192 },
        rules: [{ match: { cluster: 'a' }, spotFallback: false, outOfMemory: false }],
      },
    });

    expect(restart.rules.map(({ spotFallback }) => spotFallback)).toEqual([null, 'FARGATE']);
    expect(restart.rules.map(({ outOfMemory }) => outOfMemory)).toEqual([
      null,
      { factor: 1.5, maxMemoryMiB: 8192 },
    ]);
  });

  test('for all other tasks is the last one, and made from the section’s settings', () => {
    const { restart } = normalise({
      restart: { attempts: 1, rules: [{ match: { cluster: 'a' }, attempts: 5 }] },
    });

    expect(restart.rules.map(({ match, attempts }) => ({ match, attempts }))).toEqual([
      { match: { cluster: 'a' }, attempts: 5 },
      { match: {}, attempts: 1 },
    ]);
  });

  test('for every task needs no other one after it', () => {
    const { restart } = normalise({ restart: { rules: [{ match: {}, attempts: 5 }] } });

    expect(restart.rules).toHaveLength(1);
  });

  test('has the words of AWS Batch in one case, and exit codes as texts', () => {
    const { restart } = normalise({
      restart: { evaluateOnExit: [{ action: 'exit', onExitCode: 137, onReason: 'a*' }] },
    });

    expect(restart.rules[0]?.evaluateOnExit).toEqual([
      { action: 'EXIT', onExitCode: '137', onReason: 'a*' },
    ]);
  });
});

describe('a stop cause of one’s own', () => {
  test('has lists for conditions, and says where it comes from', () => {
    const { restart } = normalise({
      restart: {
        causes: [
          {
            id: 'licence',
            when: { exitCode: 70, stopCode: ['A', 'B'], neverStarted: false },
            cause: 'No licence',
            class: 'transient',
            minDelay: '5m',
          },
        ],
      },
    });

    expect(restart.causes).toEqual([
      {
        id: 'licence',
        when: { exitCode: [70], stopCode: ['A', 'B'], neverStarted: false },
        cause: 'No licence',
        class: 'transient',
        restarts: 'bounded',
        minDelayMs: 300_000,
        hint: '',
        source: 'deckhand.yml',
      },
    ]);
  });

  test.each([
    ['normal', 0],
    ['transient', 'bounded'],
    ['capacity', 'bounded'],
    ['application', 'bounded'],
    ['permanent', 0],
    ['unknown', 1],
  ] as const)('of class %s is tried again %s times, where it does not say', (kind, restarts) => {
    const written = { id: 'a', when: { exitCode: 1 }, cause: 'A', class: kind };

    const { causes } = normalise({ restart: { causes: [written] } }).restart;

    expect(causes[0]?.restarts).toBe(restarts);
  });
});

describe('receivers', () => {
  test('a single one needs no route', () => {
    const { notify } = normalise({
      notify: { receivers: [{ name: 'ops', slack: { channel: '#ops' }, sns: {} }] },
    });

    expect(notify).toMatchObject({
      route: { receiver: 'ops', ...plainRoute },
      receivers: [
        {
          name: 'ops',
          slack: { channel: '#ops', token: { parameter: '/deckhand/slack-token' } },
          sns: { topicArn: null, format: 'text' },
        },
      ],
    });
  });
});

describe('whatever is written', () => {
  const duration = fc.constantFrom('1m', '90s', '1h30m', '1d');
  const settings = {
    mode: fc.constantFrom('observe' as const, 'act' as const),
    attempts: fc.integer({ min: 0, max: 10 }),
    resetAfter: duration,
    spotFallback: fc.constantFrom(false as const, 'FARGATE'),
    backoff: fc.record({ rate: fc.constantFrom(1, 2.5, 10) }, { requiredKeys: [] }),
    crashLoop: fc.record({ within: duration }, { requiredKeys: [] }),
  };
  const match = fc.record({ cluster: fc.constantFrom('a', 'b-*') });
  const rule = fc.record({ match, ...settings }, { requiredKeys: ['match'] });
  const written: fc.Arbitrary<WrittenConfig> = fc.record(
    {
      mode: settings.mode,
      restart: fc.record({ ...settings, rules: fc.array(rule) }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  );

  test('a file says the same as the value it was written from', () => {
    fc.assert(
      fc.property(written, (value) => {
        expect(load(stringify(value))).toEqual({ ok: true, config: normalise(value) });
      }),
    );
  });

  test('the last rule, and only the last, is for every task', () => {
    fc.assert(
      fc.property(written, (value) => {
        const { rules } = normalise(value).restart;

        expect(rules.findIndex((each) => Object.keys(each.match).length === 0)).toBe(
          rules.length - 1,
        );
      }),
    );
  });

  test('writing the defaults out changes nothing', () => {
    const explicit: WrittenConfig = {
      mode: 'observe',
      restart: { rules: [], causes: [], evaluateOnExit: [], spotFallback: false },
      notify: { receivers: [], route: {} },
    };

    expect(normalise(explicit)).toEqual(normalise({}));
  });
});
