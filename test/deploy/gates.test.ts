import { describe, expect, test } from '@jest/globals';
import { known, unknown } from '../../shared/core/known.ts';
import { judgeGates } from '../../shared/deploy/gates/gate.ts';
import { type GateFacts, gatesOf } from '../../shared/deploy/gates/index.ts';
import type { ScanSeen } from '../../shared/deploy/gates/scan.ts';
import { yml } from '../support/config.ts';

const now = '2026-11-25T12:00:00.000Z';

type Seen = Partial<GateFacts['image']> & { readonly runsOn?: GateFacts['runsOn'] };

/** What the gates of a rule say of an image that was pushed an hour ago, and is fine unless said otherwise. */
function judged(section: string, { runsOn, ...image }: Seen = {}) {
  const [rule] = yml(`deploy: ${section}`).deploy.rules;
  if (!rule) throw new Error('there is always a rule');
  const facts: GateFacts = {
    now,
    image: {
      status: known('ACTIVE'),
      pushedAt: known('2026-11-25T11:00:00Z'),
      platforms: known(['linux/amd64']),
      scan: null,
      ...image,
    },
    runsOn: runsOn ?? { requiresCompatibilities: ['FARGATE'] },
  };
  return judgeGates(gatesOf(rule, facts));
}

/** The verdict, with its time if it has one, and why, where a gate is closed. */
function said(section: string, seen?: Seen): readonly (string | undefined)[] {
  const judgement = judged(section, seen);
  const closed = judgement.reasons.filter(({ holds }) => !holds);
  const until = judgement.verdict === 'wait' ? [judgement.until] : [];
  return [judgement.verdict, ...until, ...closed.map(({ because }) => because)];
}

const scanned = (status: string, ...findings: readonly string[]): ScanSeen => ({
  status,
  findings: findings.map((finding) => {
    const [name = '', severity = 'CRITICAL'] = finding.split(' ');
    return { name, severity };
  }),
});

describe('the gates', () => {
  test('let through what is fine, and say why', () => {
    expect(judged('{ cooldown: 30m }')).toEqual({
      verdict: 'go',
      reasons: [
        { rule: 'the image can be pulled', holds: true, because: 'the image is ACTIVE in ECR' },
        {
          rule: 'the image is for the platform of the task',
          holds: true,
          because: 'the image is for linux/amd64, and its tasks run on linux/amd64',
        },
        {
          rule: 'the image has cooled down',
          holds: true,
          because: 'the image was pushed at 2026-11-25T11:00:00Z, and the cooldown is 30m',
        },
        { rule: 'nothing is frozen', holds: true, because: 'the rule has no freezes' },
      ],
    });
  });

  test('wait for the last that may open', () => {
    const section = '{ cooldown: 3h, freeze: [{ from: "Wed 00:00", to: "Wed 18:00" }] }';

    expect(said(section)).toEqual([
      'wait',
      '2026-11-25T18:00:00.000Z',
      'the image was pushed at 2026-11-25T11:00:00Z, and the cooldown is 3h',
      'rollouts are frozen from Wed 00:00 to Wed 18:00 (UTC)',
    ]);
  });

  test('wait for nothing where one of them never opens', () => {
    expect(said('{ cooldown: 3h }', { status: known('ARCHIVED') })).toEqual([
      'stop',
      'the image is ARCHIVED in ECR',
      'the image was pushed at 2026-11-25T11:00:00Z, and the cooldown is 3h',
    ]);
  });
});

describe('the image', () => {
  test.each([
    [known('ACTIVE'), '{}', ['go']],
    [known('ARCHIVED'), '{}', ['stop', 'the image is ARCHIVED in ECR']],
    [known('ACTIVATING'), '{}', ['stop', 'the image is ACTIVATING in ECR']],
    [known(null), '{}', ['stop', 'the image is not in its repository any more']],
    [
      unknown('ECR did not answer'),
      '{}',
      ['stop', 'ECR did not answer, and the rule holds it back then'],
    ],
    [unknown('ECR did not answer'), '{ onUnknown: { image: open } }', ['go']],
    [known('ARCHIVED'), '{ onUnknown: { image: open } }', ['stop', 'the image is ARCHIVED in ECR']],
  ])('%j with %s', (status, section, expected) => {
    expect(said(section, { status })).toEqual(expected);
  });
});

describe('the cooldown', () => {
  const pushed = (at: string) => known(at);

  test.each([
    [pushed('2026-11-25T11:50:00Z'), '{ cooldown: 10m }', ['go']],
    [
      pushed('2026-11-25T11:50:01Z'),
      '{ cooldown: 10m }',
      [
        'wait',
        '2026-11-25T12:00:01.000Z',
        'the image was pushed at 2026-11-25T11:50:01Z, and the cooldown is 10m',
      ],
    ],
    [
      unknown('nobody knows'),
      '{ cooldown: 10m }',
      ['stop', 'nobody knows, and the rule holds it back then'],
    ],
    [unknown('nobody knows'), '{ cooldown: 10m, onUnknown: { cooldown: open } }', ['go']],
    [unknown('nobody knows'), '{}', ['go']],
  ])('%j with %s', (pushedAt, section, expected) => {
    expect(said(section, { pushedAt })).toEqual(expected);
  });
});

describe('the platform', () => {
  const arm = { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' };
  const onFargate = { requiresCompatibilities: ['FARGATE'] };
  const onEc2 = { requiresCompatibilities: ['EC2'] };

  test.each([
    [['linux/amd64'], onFargate, ['go']],
    [
      ['linux/arm64'],
      onFargate,
      ['stop', 'the image is for linux/arm64, and its tasks run on linux/amd64'],
    ],
    [['linux/arm64'], { ...onFargate, runtimePlatform: arm }, ['go']],
    [['linux/arm64/v8'], { ...onFargate, runtimePlatform: arm }, ['go']],
    [
      ['linux/amd64', 'linux/arm64', 'unknown/unknown'],
      { ...onFargate, runtimePlatform: arm },
      ['go'],
    ],
    [
      ['linux/amd64'],
      { ...onEc2, runtimePlatform: arm },
      ['stop', 'the image is for linux/amd64, and its tasks run on linux/arm64'],
    ],
    [['linux/arm64'], onEc2, ['go']],
    [
      ['windows/amd64'],
      { ...onFargate, runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' } },
      ['go'],
    ],
    [
      ['linux/amd64'],
      { ...onFargate, runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' } },
      ['stop', 'the image is for linux/amd64, and its tasks run on windows/amd64'],
    ],
  ])('an image for %j on %j', (platforms, runsOn, expected) => {
    expect(said('{}', { platforms: known(platforms), runsOn })).toEqual(expected);
  });

  test('is not told of an image for one platform only, which is let through unless closed', () => {
    const seen = { platforms: known([]) };

    expect(said('{}', seen)).toEqual(['go']);
    expect(said('{ onUnknown: { platform: closed } }', seen)).toEqual([
      'stop',
      'the manifest of the image does not tell its platform, and the rule holds it back then',
    ]);
  });

  test('is not compared where the rule does not want it', () => {
    expect(said('{ platform: false }', { platforms: known(['linux/s390x']) })).toEqual(['go']);
  });
});

describe('the scan', () => {
  const of = (scan: ScanSeen | null, running: ScanSeen | null = null) => ({
    scan: { scan: known(scan), running: known(running) },
  });

  test.each([
    ['{ scan: {} }', of(scanned('COMPLETE')), ['go']],
    ['{ scan: {} }', of(scanned('ACTIVE', 'CVE-1 HIGH')), ['go']],
    [
      '{ scan: {} }',
      of(scanned('COMPLETE', 'CVE-1 CRITICAL')),
      ['stop', 'the image has CVE-1 (CRITICAL)'],
    ],
    [
      '{ scan: { block: [CRITICAL, HIGH] } }',
      of(
        scanned(
          'COMPLETE',
          'a HIGH',
          'b LOW',
          'c CRITICAL',
          'd HIGH',
          'e HIGH',
          'f HIGH',
          'g HIGH',
        ),
      ),
      ['stop', 'the image has a (HIGH), c (CRITICAL), d (HIGH), e (HIGH), f (HIGH) and 1 more'],
    ],
    [
      '{ scan: { newOnly: true } }',
      of(scanned('COMPLETE', 'a', 'b'), scanned('COMPLETE', 'a', 'b')),
      ['go'],
    ],
    [
      '{ scan: { newOnly: true } }',
      of(scanned('COMPLETE', 'a', 'b'), scanned('ACTIVE', 'a')),
      ['stop', 'the image has b (CRITICAL); 1 that the running image has, too'],
    ],
    [
      '{ scan: { newOnly: true } }',
      of(scanned('COMPLETE', 'a'), scanned('FAILED')),
      [
        'stop',
        'the image has a (CRITICAL); those of the running image are not known, so all count',
      ],
    ],
    ['{ scan: { newOnly: true } }', of(scanned('COMPLETE'), null), ['go']],
    [
      '{ scan: { wait: 2h } }',
      of(scanned('IN_PROGRESS')),
      ['wait', '2026-11-25T13:00:00.000Z', 'the scan of the image is IN_PROGRESS so far'],
    ],
    [
      '{ scan: { wait: 2h } }',
      of(null),
      ['wait', '2026-11-25T13:00:00.000Z', 'the image was not scanned so far'],
    ],
    [
      '{ scan: { wait: 1h } }',
      of(null),
      ['stop', 'the image was not scanned, 1h after the push, and the rule holds it back then'],
    ],
    ['{ scan: { wait: 1h, onMissing: open } }', of(scanned('PENDING')), ['go']],
    [
      '{ scan: { wait: 2h } }',
      of(scanned('UNSUPPORTED_IMAGE')),
      ['stop', 'the scan of the image is UNSUPPORTED_IMAGE, and the rule holds it back then'],
    ],
    ['{ scan: { wait: 2h, onMissing: open } }', of(scanned('FAILED')), ['go']],
    [
      '{ scan: { onMissing: open } }',
      of(scanned('COMPLETE', 'a CRITICAL')),
      ['stop', 'the image has a (CRITICAL)'],
    ],
    ['{}', of(scanned('COMPLETE', 'a CRITICAL')), ['go']],
  ])('%s of %j', (section, seen, expected) => {
    expect(said(section, seen)).toEqual(expected);
  });

  test('that nobody could look at is waited for like one that is not there', () => {
    const scan = { scan: unknown('ECR did not answer'), running: null };

    expect(said('{ scan: { wait: 2h } }', { scan })).toEqual([
      'wait',
      '2026-11-25T13:00:00.000Z',
      'ECR did not answer so far',
    ]);
  });
});
