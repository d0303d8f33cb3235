import { describe, expect, test } from '@jest/globals';
import {
  attemptsAreLeft,
  budgetIsLeft,
  deckhandRuns,
  launchIsKnown,
  mayAct,
  nobodyElseRestarts,
} from '../../shared/restart/checks.ts';
import { aMemory, now } from '../support/restarts.ts';
import { aLaunch } from '../support/tasks.ts';

describe('the answers that people read', () => {
  test.each([
    [1, 3, true, 'this is attempt 1 of 3'],
    [3, 3, true, 'this is attempt 3 of 3'],
    [4, 3, false, 'all 3 attempts have been made'],
    [2, 1, false, 'the one attempt allowed has been made'],
    [1, 0, false, 'no attempts are allowed'],
  ])('attempt %i of %i: %s, %s', (attempt, attempts, holds, because) => {
    expect(attemptsAreLeft(attempt, attempts)).toMatchObject({ holds, because });
  });

  test.each([
    [{ kind: 'standalone' }, 'started by RunTask: ECS never replaces such a task'],
    [
      { kind: 'schedule', name: 'nightly' },
      'started by schedule nightly: ECS never replaces such a task',
    ],
    [
      { kind: 'rule', name: 'nightly' },
      'started by EventBridge rule nightly: ECS never replaces such a task',
    ],
    [
      { kind: 'deckhand', rootTaskId: 'root', attempt: 2 },
      'started by Deckhand, attempt 2: ECS never replaces such a task',
    ],
  ] as const)('of %j: %s', (owner, because) => {
    expect(nobodyElseRestarts(owner)).toMatchObject({ holds: true, because });
  });

  test('a launch says where it is known from, or why it is not', () => {
    const launch = aLaunch();

    expect(launchIsKnown({ known: true, source: 'schedule', launch }).because).toBe(
      'its schedule tells',
    );
    expect(launchIsKnown({ known: false, why: 'nobody remembers', notYet: false })).toMatchObject({
      holds: false,
      because: 'nobody remembers',
    });
  });

  test('the kill switch says who threw it, and why', () => {
    const killSwitch = { by: 'alice', at: 'noon', why: 'the database is down' };

    expect(deckhandRuns({ killSwitch })).toMatchObject({
      holds: false,
      because: 'stopped by alice at noon: the database is down',
    });
    expect(deckhandRuns({ killSwitch: null }).holds).toBe(true);
  });

  test('only the mode act may act', () => {
    expect([mayAct({ mode: 'act' }).holds, mayAct({ mode: 'observe' }).holds]).toEqual([
      true,
      false,
    ]);
  });
});

describe('the budget', () => {
  const budget = { key: 'prod', restarts: 2, windowMs: 600_000 };

  test.each([
    [[], true],
    [['14:02:00'], true],
    [['14:01:00', '14:02:00'], false],
    [['13:52:05', '14:02:00'], true],
    [['13:52:06', '14:02:00'], false],
  ])('of two in ten minutes at 14:02:05, spent at %j, has some left: %s', (times, holds) => {
    const spent = times.map((time) => `2026-03-03T${time}.000Z`);

    expect(budgetIsLeft(budget, aMemory({ spent }), now).holds).toBe(holds);
  });

  test('of none is used up from the start', () => {
    expect(budgetIsLeft({ ...budget, restarts: 0 }, aMemory(), now).holds).toBe(false);
  });
});
