import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Incident } from '../../shared/core/incident.ts';
import type { Notice } from '../../shared/core/notice.ts';
import { fold } from '../../shared/notify/fold.ts';
import { severityOf, stateOf } from '../../shared/notify/severity.ts';
import { aNotice } from '../support/notices.ts';

const ops = { name: 'ops' };

const foldAll = (notices: readonly Notice[], from: Incident | null = null): Incident => {
  const folded = notices.reduce<Incident | null>((incident, one) => fold(incident, one, ops), from);
  if (!folded) throw new Error('nothing was folded');
  return folded;
};

const at = (time: string): string => `2026-03-03T${time}:00.000Z`;
const fires = (about: string, time: string, given: Partial<Notice> = {}): Notice =>
  aNotice({ about, at: at(time), ...given });
const isOver = (about: string, time: string): Notice =>
  aNotice({ about, at: at(time), phase: 'resolved', title: 'report runs again' });

describe('folding notices into an incident', () => {
  test('the first notice opens it', () => {
    const incident = foldAll([fires('a', '14:02')]);

    expect(incident).toMatchObject({
      receiver: 'ops',
      key: 'prod/report#out-of-memory',
      revision: 0,
      openedAt: at('14:02'),
      count: 1,
    });
    expect(stateOf(incident)).toBe('firing');
  });

  test('further occurrences are counted, and the newest is shown', () => {
    const incident = foldAll([fires('a', '14:02'), fires('b', '14:05', { title: 'Newest' })]);

    expect(incident).toMatchObject({ count: 2, openedAt: at('14:02'), updatedAt: at('14:05') });
    expect(incident.latest.title).toBe('Newest');
  });

  test('a notice that does not count is shown and not counted', () => {
    const incident = foldAll([
      fires('a', '14:02'),
      fires('a', '14:03', { counts: false, id: 'x' }),
    ]);

    expect(incident.count).toBe(1);
    expect(incident.latest.id).toBe('x');
  });

  test('a duplicate changes nothing at all', () => {
    const before = foldAll([fires('a', '14:02'), fires('b', '14:05')]);

    expect(foldAll([fires('a', '14:02')], before)).toBe(before);
  });

  test('what leads a conversation stays on top of what else happens in it, to the last', () => {
    const leads = { leads: true, counts: false } as const;
    const begun = fires('rollout', '14:00', { ...leads, title: 'being rolled out' });
    const failing = fires('task', '14:02', { title: 'a task failed' });
    const ended = { ...isOver('rollout', '14:05'), ...leads, title: 'rolled back' };
    const during = foldAll([begun, failing]);
    const after = foldAll([ended], during);
    const atLast = foldAll([isOver('task', '14:15')], after);

    expect([during, after, atLast].map(({ latest }) => latest.title)).toEqual([
      'being rolled out',
      'rolled back',
      'rolled back',
    ]);
    expect([during, after, atLast].map(stateOf)).toEqual(['firing', 'firing', 'resolved']);
    expect(atLast).toMatchObject({ count: 1, trouble: { title: 'a task failed' } });
  });

  test('what leads begins a conversation of its own after the one before is over, if only to say that it waits', () => {
    const leads = { leads: true, counts: false } as const;
    const past = foldAll([
      fires('rollout', '14:00', leads),
      { ...isOver('rollout', '14:05'), ...leads },
    ]);
    const told = {
      ...past,
      pace: { ...past.pace, told: { at: at('14:05'), severity: 'info', resolved: true } },
    } as const;
    const waits = fires('rollout', '14:30', { ...leads, phase: 'info', title: 'waits' });

    expect(foldAll([waits], told)).toMatchObject({
      openedAt: at('14:30'),
      latest: { title: 'waits' },
    });
  });

  test('it is resolved when the last open member is over, and not before', () => {
    const one = foldAll([fires('a', '14:02'), fires('b', '14:03'), isOver('a', '14:10')]);
    const both = foldAll([isOver('b', '14:20')], one);

    expect(stateOf(one)).toBe('firing');
    expect(one.latest.phase).toBe('firing');
    expect(stateOf(both)).toBe('resolved');
    expect(both.resolvedAt).toBe(at('14:20'));
    expect(both.latest.title).toBe('report runs again');
    expect(both.trouble?.about).toBe('b');
  });

  test('the severity is the worst of those still open', () => {
    const critical = fires('b', '14:03', { severity: 'critical' });
    const both = foldAll([fires('a', '14:02', { severity: 'warning' }), critical]);

    expect(severityOf(both)).toBe('critical');
    expect(severityOf(foldAll([isOver('b', '14:10')], both))).toBe('warning');
  });

  test('firing again after the end is a new incident, which needs a new message', () => {
    const ended = foldAll([fires('a', '14:02'), isOver('a', '14:10')]);
    const again = fold(
      { ...ended, slack: { channel: 'C1', ts: '1.1' }, revision: 4 },
      fires('a', '15:00'),
      ops,
    );

    expect(again).toMatchObject({ count: 1, openedAt: at('15:00'), revision: 4 });
    expect(again).not.toHaveProperty('slack');
    expect(again).not.toHaveProperty('resolvedAt');
    expect(again).not.toHaveProperty('told');
  });

  test('a straggler about a member that got over it since is counted and opens nothing', () => {
    const ended = foldAll([fires('a', '14:02'), isOver('a', '14:10')]);
    const late = foldAll([fires('a', '14:08')], ended);

    expect(stateOf(late)).toBe('resolved');
    expect(late.count).toBe(2);
    expect(late.resolvedAt).toBe(at('14:10'));
  });

  test('a straggler about another member opens it again, as nobody said that one is over', () => {
    const ended = foldAll([fires('a', '14:02'), isOver('a', '14:10')]);

    expect(stateOf(foldAll([fires('b', '14:08')], ended))).toBe('firing');
  });

  test('a resolution that is older than what fired since closes nothing', () => {
    expect(stateOf(foldAll([fires('a', '14:08'), isOver('a', '14:05')]))).toBe('firing');
  });

  test('a resolution that overtook its trouble ends in the same place', () => {
    const incident = foldAll([isOver('a', '14:10'), fires('a', '14:02')]);

    expect(stateOf(incident)).toBe('resolved');
    expect(incident).toMatchObject({ count: 1, openedAt: at('14:02'), resolvedAt: at('14:10') });
    expect(incident.trouble?.phase).toBe('firing');
  });

  test('after half a day of silence the next one is told as new', () => {
    const open = foldAll([fires('a', '01:00')]);

    expect(foldAll([fires('a', '12:59')], open).count).toBe(2);
    expect(foldAll([fires('a', '13:01')], open).count).toBe(1);
    expect(stateOf(foldAll([isOver('a', '13:01')], open))).toBe('resolved');
  });

  test('information alone is no trouble', () => {
    expect(stateOf(foldAll([aNotice({ phase: 'info', counts: false })]))).toBe('info');
  });

  test('numbers in a title are no new headline, other words are', () => {
    const titles = [
      'restarting in 20s, attempt 1 of 3',
      'restarting in 1m 5s, attempt 2 of 3',
      'given up',
    ];
    const notices = titles.map((title, index) => fires(`task-${index}`, '14:02', { title }));

    expect(foldAll(notices).headlines).toHaveLength(2);
  });
});

describe('the end of a whole', () => {
  const part = (about: string, time: string) => fires(about, time, { partOf: 'alarm' });
  const whole = (time: string, ...endsAllBut: readonly string[]): Notice =>
    aNotice({ about: 'alarm', at: at(time), phase: 'resolved', title: 'OK again', endsAllBut });

  test('ends all of its parts, and nothing else in the conversation', () => {
    const other = fires('other', '14:02');
    const incident = foldAll([part('a', '14:02'), part('b', '14:03'), other, whole('14:10')]);

    expect(incident.open).toHaveLength(1);
    expect(stateOf(foldAll([isOver('other', '14:11')], incident))).toBe('resolved');
  });

  test('but for those that it names, and those that fired after it', () => {
    const parts = ['a', 'b', 'c'].map((about) => part(about, '14:02'));

    const incident = foldAll([...parts, part('later', '14:20'), whole('14:10', 'b')]);

    expect(incident.open).toHaveLength(2);
    expect(stateOf(foldAll([isOver('b', '14:30'), isOver('later', '14:30')], incident))).toBe(
      'resolved',
    );
  });

  test('makes late what comes after it about one of them', () => {
    const ended = foldAll([part('a', '14:02'), whole('14:10')]);

    expect(stateOf(foldAll([part('b', '14:05')], ended))).toBe('resolved');
    expect(stateOf(foldAll([part('b', '14:15')], ended))).toBe('firing');
  });

  test('that ends nobody changes nothing that people see', () => {
    const before = foldAll([part('a', '14:02'), fires('other', '14:03')]);

    const after = foldAll([whole('14:10', 'a')], before);

    expect({ ...after, folded: before.folded }).toEqual(before);
    expect(foldAll([whole('14:10', 'a')], after)).toBe(after);
  });
});

describe('an end that is told beside its own conversation', () => {
  const aside = (about: string, time: string): Notice => ({ ...isOver(about, time), aside: true });

  test('ends what was told here', () => {
    const incident = foldAll([fires('alarm', '14:02'), aside('alarm', '14:10')]);

    expect(stateOf(incident)).toBe('resolved');
    expect(incident.pace.untold).toBe(true);
  });

  test('is nothing where its beginning was told elsewhere', () => {
    const before = foldAll([fires('rollout', '14:02'), isOver('rollout', '14:03')]);

    const after = foldAll([aside('alarm', '14:10')], before);

    expect({ ...after, folded: before.folded, over: before.over }).toEqual(before);
  });

  test('begins no conversation, and makes late a beginning that comes after it', () => {
    const incident = foldAll([aside('alarm', '14:10')]);

    expect(incident.pace.untold).toBe(false);
    expect(stateOf(foldAll([fires('alarm', '14:02')], incident))).toBe('resolved');
    const begun = foldAll([fires('alarm', '14:20')], incident);
    expect(stateOf(begun)).toBe('firing');
    expect(begun.pace.untold).toBe(true);
  });
});

describe('the size of an incident', () => {
  const ugly = '💥 "quoted" <markup> & `code`\n'.repeat(200);
  const huge = (index: number): Notice =>
    fires(`arn:aws:ecs:eu-west-1:123456789012:task/prod/${index}`, '14:02', {
      id: `notice-${index}`,
      title: ugly,
      summary: ugly,
      fields: Array.from({ length: 60 }, () => ({ name: ugly, value: ugly })),
      log: { container: ugly, lines: Array.from({ length: 2_000 }, () => ugly) },
      changes: Array.from({ length: 60 }, () => ugly),
      links: Array.from({ length: 60 }, () => ({
        text: 'x',
        url: `https://x/${'y'.repeat(1_400)}`,
      })),
      reasons: Array.from({ length: 60 }, () => ({ rule: ugly, holds: true, because: ugly })),
      labels: Object.fromEntries(Array.from({ length: 60 }, (_, label) => [`l${label}`, ugly])),
    });

  test('stays below what DynamoDB takes, with 2,500 members and the ugliest notices, and loses no count', () => {
    const small = Array.from({ length: 2_500 }, (_, index) => fires(`task-${index}`, '14:02'));
    const resolved = Array.from({ length: 1_200 }, (_, index) => isOver(`task-${index}`, '14:03'));

    const incident = foldAll([...small, huge(1), ...resolved, { ...huge(2), phase: 'info' }]);

    expect(incident.count).toBe(2_502);
    expect(incident.open.length + incident.openBeyond).toBe(2_500 + 1 - 1_200);
    expect(Buffer.byteLength(JSON.stringify(incident))).toBeLessThan(390_000);
  });

  test('a storm of 1,000 that all recover is resolved', () => {
    const names = Array.from({ length: 1_500 }, (_, index) => `task-${index}`);
    const storm = foldAll(names.map((name) => fires(name, '14:02')));

    const calm = foldAll(
      names.map((name) => isOver(name, '14:30')),
      storm,
    );

    expect(stateOf(calm)).toBe('resolved');
    expect(calm.count).toBe(1_500);
  });
});

describe('for any order of arrival', () => {
  const word = fc.record({
    about: fc.constantFrom('a', 'b', 'c'),
    minute: fc.integer({ min: 0, max: 59 }),
    phase: fc.constantFrom('firing' as const, 'resolved' as const),
  });

  test('who is open is decided by what happened last to each, not by what came last', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { minLength: 1, selector: ({ minute }) => minute }),
        (words) => {
          const notices = words.map(({ about, minute, phase }) =>
            aNotice({ about, phase, at: at(`14:${String(minute).padStart(2, '0')}`) }),
          );

          const incident = foldAll([...notices, ...notices]);

          const inOrder = [...words].sort((one, other) => one.minute - other.minute);
          const lastOfEach = new Map(inOrder.map(({ about, phase }) => [about, phase]));
          const open = [...lastOfEach.values()].filter((phase) => phase === 'firing');
          expect(stateOf(incident)).toBe(open.length > 0 ? 'firing' : 'resolved');
        },
      ),
    );
  });
});
