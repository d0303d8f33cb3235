import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../shared/restart/retirement/decide.ts';
import { yml } from '../../support/config.ts';
import { now, toldBy } from '../../support/restarts.ts';
import { taskArnOf } from '../../support/tasks.ts';

const planned = (...ids: readonly string[]) =>
  decide(
    {
      of: 'retirement/1',
      now,
      signal: {
        kind: 'retirement-planned',
        id: 'event-1',
        at: now,
        account: '123456789012',
        region: 'eu-west-1',
        eventTypeCode: 'AWS_ECS_TASK_PATCHING_RETIREMENT',
        taskArns: ids.map(taskArnOf),
        from: '2026-03-10T00:00:00.000Z',
      },
    },
    yml(),
  );

describe('a planned retirement', () => {
  test('is told ahead of time, and nothing is stopped or started', () => {
    const decision = planned('a', 'b');

    expect(decision.verdict).toBe('report');
    expect(decision.actions.map((action) => action.do)).toEqual(['notify']);
    expect(toldBy(decision)).toMatchObject({ phase: 'info', severity: 'info' });
    expect(toldBy(decision).title).toMatch(/^2 tasks: .* — from 2026-03-10/);
    expect(toldBy(decision).fields).toContainEqual({ name: 'Tasks', value: 'a\nb' });
  });

  test.each([
    [['a'], '1 task: ', 'a'],
    [[], 'Some tasks: ', 'not named'],
  ])('of %j is told as %s', (ids, title, value) => {
    const notice = toldBy(planned(...ids));

    expect(notice.title.startsWith(title)).toBe(true);
    expect(notice.fields).toContainEqual({ name: 'Tasks', value });
  });

  test('of many tasks says how many are not listed', () => {
    const ids = Array.from({ length: 23 }, (_, index) => `task-${index}`);

    const tasks = toldBy(planned(...ids)).fields.find(({ name }) => name === 'Tasks');

    expect(tasks?.value.split('\n')).toHaveLength(21);
    expect(tasks?.value).toContain('and 3 more');
  });
});
