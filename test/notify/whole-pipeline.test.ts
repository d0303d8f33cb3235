import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { load } from '../../shared/config/load.ts';
import type { Notice } from '../../shared/core/notice.ts';
import type { Silence } from '../../shared/core/silence.ts';
import type { Routed } from '../../shared/notify/route.ts';
import { aNotice } from '../support/notices.ts';
import { openPipeline, type Shown } from '../support/pipeline.ts';

const minute = 60_000;
const hour = 60 * minute;

const kinds = ['task', 'deployment', 'alarm'] as const;
const severities = ['info', 'warning', 'error', 'critical'] as const;

const matcher = fc.oneof(
  fc.constantFrom(...kinds).map((kind) => `kind=${kind}`),
  fc.constantFrom(...severities).map((severity) => `severity=~"${severity}|critical"`),
  fc.constantFrom('cluster=prod', 'cluster!=prod', 'cluster=~".+"'),
);

const settings = {
  receiver: fc.constantFrom('ops', 'dev'),
  groupBy: fc.option(fc.constantFrom([], ['cluster'], ['kind', 'cluster']), { nil: undefined }),
  muteTimeIntervals: fc.constantFrom([], [], ['mornings']),
  activeTimeIntervals: fc.constantFrom([], [], ['mornings']),
};

const leaf = fc.record({
  ...{ ...settings, matchers: fc.array(matcher, { minLength: 1, maxLength: 2 }) },
  continue: fc.boolean(),
});

const tree = fc.record({
  ...settings,
  routes: fc.array(
    fc
      .tuple(leaf, fc.array(leaf, { maxLength: 2 }))
      .map(([route, routes]) => ({ ...route, routes })),
    { maxLength: 3 },
  ),
});

/** A `deckhand.yml`, which JSON is as well. It is nine o'clock when a scene begins. */
const config = fc
  .record({ route: tree, inhibits: fc.boolean() })
  .map(({ route, inhibits }) =>
    JSON.stringify({
      notify: {
        route,
        timeIntervals: [
          {
            name: 'mornings',
            timeIntervals: [{ times: [{ startTime: '06:00', endTime: '09:10' }] }],
          },
        ],
        inhibitRules: inhibits
          ? [
              {
                ...{ sourceMatchers: ['kind=deployment'], targetMatchers: ['kind=task'] },
                equal: ['cluster'],
              },
            ]
          : [],
        receivers: ['ops', 'dev'].map((name) => ({ name, slack: { channel: `#${name}` } })),
      },
    }),
  )
  .filter((text) => load(text).ok);

/** One thing that somebody says, so long after the one before it. */
const word = fc.record({
  kind: fc.constantFrom(...kinds),
  severity: fc.constantFrom(...severities),
  cluster: fc.constantFrom('prod', 'dev'),
  about: fc.constantFrom('a', 'b'),
  phase: fc.constantFrom(
    'firing' as const,
    'firing' as const,
    'resolved' as const,
    'info' as const,
  ),
  afterMs: fc.constantFrom(0, 1_000, 20_000, 3 * minute),
});

type Word = typeof word extends fc.Arbitrary<infer T> ? T : never;

/** Silenced for some minutes from the beginning on, or nothing is. */
const silenced = fc.option(fc.constantFrom('kind', 'cluster', 'severity'), { nil: undefined });

const day = fc.record({
  config,
  silenced,
  words: fc.array(word, { minLength: 1, maxLength: 10 }),
});

/** The title of each is found nowhere else. */
const noticeOf = ({ kind, severity, cluster, about, phase }: Word, index: number, at: string) =>
  aNotice({
    ...{ at, severity, phase, about, id: `notice-${index}`, incident: `${kind}/${cluster}` },
    title: `the ${['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'][index]} one`,
    labels: { kind, severity, cluster },
  });

type Day = typeof day extends fc.Arbitrary<infer T> ? T : never;

/** Lets a day go by; `again` says after which word which of those before it comes once more. */
async function lived(given: Day, again: readonly (readonly [after: number, which: number])[] = []) {
  const pipeline = await openPipeline(given.config);
  if (given.silenced) pipeline.silence(silenceOf(given.silenced, pipeline.now()));
  const said: Notice[] = [];
  for (const [index, one] of given.words.entries()) {
    await pipeline.pass(one.afterMs);
    const notice = noticeOf(one, index, pipeline.now().toISOString());
    said.push(notice);
    await pipeline.say(notice);
    for (const [, which] of again.filter(([after]) => after === index)) {
      const repeated = said[which % said.length];
      if (repeated) await pipeline.say(repeated);
    }
  }
  await pipeline.pass(3 * hour);
  return { pipeline, said };
}

const silenceOf = (label: keyof typeof silencing, now: Date): Silence => ({
  ...{ id: 's1', author: 'ann', comment: 'load test', startsAt: now.toISOString() },
  matchers: [{ label, operator: '=', value: silencing[label] }],
  endsAt: new Date(now.getTime() + 7 * minute).toISOString(),
});

const silencing = { kind: 'task', cluster: 'prod', severity: 'error' };

type Lived = Awaited<ReturnType<typeof lived>>;

/** Where a notice has got to with one of those it was routed to, `null` if nobody could say. */
function endOf(notice: Notice, routed: Routed, after: Lived): string | null {
  const { board, incidentOf } = after.pipeline;
  const there = board.filter(({ channel }) => channel === `#${routed.receiver.name}`);
  if (JSON.stringify(there).includes(notice.title)) return 'delivered';
  const pace = incidentOf(routed)?.pace;
  const why = (pace?.quiet ?? pace?.unheard?.at(-1))?.why ?? '';
  const [kept] = /^(silenced by ann|inhibited while|muted during|outside of)/.exec(why) ?? [];
  return kept ?? (isEndOfNothing(notice, routed, after) ? 'ended nothing' : null);
}

/** What ends is told to those who were told that it is not over: there has to be something before it. */
function isEndOfNothing(notice: Notice, { receiver, incident }: Routed, { said, pipeline }: Lived) {
  const before = said.slice(0, said.indexOf(notice)).filter(({ phase }) => phase !== 'resolved');
  const isBegun = before
    .flatMap(pipeline.routesOf)
    .some((one) => one.receiver.name === receiver.name && one.incident === incident);
  return notice.phase === 'resolved' && !isBegun;
}

const about = (kind: Word['kind'], cluster: Word['cluster']) =>
  ({ kind, cluster, about: 'a' }) as const;

/** Two routes lead to one conversation, and one of them is mute in the mornings. */
const ofTwoRoutes: Day = {
  config: JSON.stringify({
    notify: {
      route: {
        ...{ receiver: 'ops', groupBy: ['cluster'] },
        routes: [{ receiver: 'ops', matchers: ['kind=task'], muteTimeIntervals: ['mornings'] }],
      },
      timeIntervals: [
        {
          name: 'mornings',
          timeIntervals: [{ times: [{ startTime: '06:00', endTime: '09:10' }] }],
        },
      ],
      receivers: [{ name: 'ops', slack: { channel: '#ops' } }],
    },
  }),
  silenced: undefined,
  words: [
    { ...about('task', 'dev'), severity: 'info', phase: 'firing', afterMs: 0 },
    { ...about('deployment', 'dev'), severity: 'info', phase: 'firing', afterMs: 0 },
    { ...about('task', 'prod'), severity: 'info', phase: 'firing', afterMs: 1_000 },
    { ...about('task', 'dev'), severity: 'error', phase: 'firing', afterMs: 20_000 },
  ],
};

/** In a silence: an end of nothing, and later, at once, a piece of information and a beginning. */
const ofSilence: Day = {
  config: JSON.stringify({
    notify: {
      route: { receiver: 'ops' },
      receivers: [{ name: 'ops', slack: { channel: '#ops' } }],
    },
  }),
  silenced: 'kind',
  words: [
    { ...about('task', 'prod'), severity: 'info', phase: 'resolved', afterMs: 0 },
    { ...about('task', 'prod'), severity: 'info', phase: 'info', afterMs: 3 * minute },
    { ...about('task', 'prod'), severity: 'info', phase: 'firing', afterMs: 0 },
  ],
};

/** Of two conversations that begin in one batch either may stand above the other. */
const inAnyOrder = (board: readonly Shown[]): readonly Shown[] =>
  board.toSorted((one, other) => one.message.localeCompare(other.message));

describe('from what an automation says to what people see', () => {
  test('every notice ends delivered, silenced, inhibited or muted, with the reason kept', async () => {
    const ends = new Set<string | null>();
    await fc.assert(
      fc.asyncProperty(day, async (given) => {
        const after = await lived(given);

        for (const notice of after.said) {
          for (const routed of after.pipeline.routesOf(notice)) {
            const end = endOf(notice, routed, after);
            ends.add(end);
            expect({ notice: notice.title, to: routed.receiver.name, end }).not.toMatchObject({
              end: null,
            });
          }
        }
        expect(after.pipeline.letters).toEqual([]);
      }),
      { numRuns: 120, examples: [[ofSilence]] },
    );
    expect(ends.size).toBeGreaterThan(2);
  });

  test('duplicates, whenever and in whatever order they come, change nothing that people see', async () => {
    const copies = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(day, copies, async (given, again) => {
        const once = await lived(given);
        const repeated = await lived(given, again);

        expect(inAnyOrder(repeated.pipeline.board)).toEqual(inAnyOrder(once.pipeline.board));
      }),
      // The first, once found, told the same conversation by one route or another.
      { numRuns: 60, examples: [[ofTwoRoutes, [[2, 0]]]] },
    );
  });
});
