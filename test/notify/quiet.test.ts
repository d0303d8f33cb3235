import { describe, expect, test } from '@jest/globals';
import type { Source } from '../../shared/core/inhibition.ts';
import type { Silence } from '../../shared/core/silence.ts';
import { inhibitedBy, sourcesOf } from '../../shared/notify/inhibit.ts';
import { keptQuiet } from '../../shared/notify/quiet.ts';
import { silencedBy, silenceId } from '../../shared/notify/silence.ts';
import { yml } from '../support/config.ts';
import { aNotice, anIncident } from '../support/notices.ts';

const now = new Date('2026-03-03T14:02:00Z');

const aSilence = (given: Partial<Silence> = {}): Silence => ({
  id: 's1',
  matchers: [{ label: 'cluster', operator: '=', value: 'prod' }],
  startsAt: '2026-03-03T14:00:00Z',
  endsAt: '2026-03-03T16:00:00Z',
  author: 'ann',
  comment: 'load test',
  ...given,
});

describe('a silence', () => {
  const prod = { cluster: 'prod' };

  test('keeps quiet what matches, and says who wanted that, until when and why', () => {
    expect(silencedBy(prod, [aSilence()], now)?.why).toBe(
      'silenced by ann until 2026-03-03T16:00:00Z: load test (silence s1)',
    );
  });

  test('has an id that can be given on a command line: none begins with a dash', () => {
    const ids = Array.from({ length: 2_000 }, (_, turn) =>
      silenceId(aSilence({ comment: `load test ${turn}` })),
    );

    expect(ids.filter((id) => !/^[0-9a-f]{12}$/.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(2_000);
  });

  test.each([
    ['begins with its start', { startsAt: now.toISOString() }, true],
    ['is nothing before it', { startsAt: '2026-03-03T14:02:01Z' }, false],
    ['is over at its end', { endsAt: now.toISOString() }, false],
    [
      'asks for every matcher',
      { matchers: [...aSilence().matchers, { label: 'family', operator: '=', value: 'x' }] },
      false,
    ],
  ] as const)('%s', (_, given, holds) => {
    expect(silencedBy(prod, [aSilence(given)], now) !== null).toBe(holds);
  });

  test('is looked at again at its end, and every five minutes before, as it may be ended early', () => {
    const ends = (endsAt: string) => silencedBy(prod, [aSilence({ endsAt })], now)?.untilMs;

    expect(ends('2026-03-03T14:03:00Z')).toBe(Date.parse('2026-03-03T14:03:00Z'));
    expect(ends('2026-03-03T16:00:00Z')).toBe(Date.parse('2026-03-03T14:07:00Z'));
  });
});

const rules = (equal = '[cluster, service]') =>
  yml(`
notify:
  inhibitRules:
    - { sourceMatchers: [kind=deployment], targetMatchers: ['kind=~"task|deployment"', severity=error], equal: ${equal} }
`).notify;

/** A table that has the sources of these notices. */
const remembering = (notify = rules(), ...notices: readonly ReturnType<typeof aNotice>[]) => {
  const all = notices.flatMap((notice) => sourcesOf(notice, notify));
  return async (group: string): Promise<readonly Source[]> =>
    all.filter((one) => one.group === group && one.source.firing).map(({ source }) => source);
};

const deployment = (labels: { readonly [label: string]: string } = {}) =>
  aNotice({
    title: 'deployment in progress',
    labels: { kind: 'deployment', cluster: 'prod', ...labels },
  });

const isInhibited = async (
  labels: { readonly [label: string]: string },
  source = deployment(),
  notify = rules(),
) => (await inhibitedBy(labels, notify, remembering(notify, source), now))?.why;

describe('an inhibit rule', () => {
  const target = { kind: 'task', severity: 'error', cluster: 'prod' };

  test('keeps its targets quiet while a source fires, and names it', async () => {
    expect(await isInhibited(target)).toBe(
      'inhibited while something else fires: deployment in progress',
    );
  });

  test('takes a label that both lack for equal', async () => {
    expect(await isInhibited({ ...target, service: '' })).toBeDefined();
    expect(await isInhibited({ ...target, service: 'web' })).toBeUndefined();
  });

  test('asks for the same values of all labels in equal', async () => {
    expect(await isInhibited({ ...target, cluster: 'dev' })).toBeUndefined();
    expect(
      await isInhibited({ ...target, cluster: 'dev' }, deployment(), rules('[]')),
    ).toBeDefined();
  });

  test('holds for targets only', async () => {
    expect(await isInhibited({ ...target, severity: 'info' })).toBeUndefined();
  });

  test('never lets what matches both sides inhibit itself, or another that does', async () => {
    const both = deployment({ severity: 'error' });

    expect(await isInhibited(both.labels, both)).toBeUndefined();
    expect(await isInhibited(target, both)).toBeDefined();
    expect(await isInhibited(both.labels, deployment())).toBeDefined();
  });

  test('is over with its source', async () => {
    expect(await isInhibited(target, { ...deployment(), phase: 'resolved' })).toBeUndefined();
  });
});

describe('an incident', () => {
  const asked = { silences: async () => [aSilence()], firingSources: async () => [] };
  const quiet = (incident: ReturnType<typeof anIncident>) => {
    const { notify } = yml();
    return keptQuiet(incident, notify.route, notify, asked, now);
  };

  test('is silenced when all in it that is not over is', async () => {
    expect(await quiet(anIncident())).toMatchObject({ by: 'silence' });
  });

  test('is told when one of its members is not silenced', async () => {
    const incident = anIncident();
    const [member] = incident.open;
    if (!member) throw new Error('the incident has no member');

    const mixed = {
      ...incident,
      labelSets: [...incident.labelSets, { cluster: 'dev' }],
      open: [member, { ...member, about: 'task-2', labels: 1 }],
    };

    expect(await quiet(mixed)).toBeNull();
    expect(await quiet({ ...mixed, open: [member] })).not.toBeNull();
  });

  test('is told when nobody knows any more what a member was', async () => {
    const [member] = anIncident().open;
    const { labels: _, ...unknown } = member ?? { about: '', at: '', severity: 'error' as const };

    expect(await quiet(anIncident({ open: [unknown] }))).toBeNull();
  });
});
