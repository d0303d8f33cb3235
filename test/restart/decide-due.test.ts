import { describe, expect, test } from '@jest/globals';
import { decide } from '../../shared/restart/decide.ts';
import { clientTokenOf } from '../../shared/restart/lineage.ts';
import { yml } from '../support/config.ts';
import {
  againstIn,
  aLineage,
  aMemory,
  aPlan,
  doneBy,
  dueFacts,
  laterIn,
  runTaskIn,
  toldBy,
} from '../support/restarts.ts';
import { aLaunch, clusterArn, taskArnOf } from '../support/tasks.ts';

const acting = yml('mode: act');
const due = (given: Parameters<typeof dueFacts>[0] = {}, config = acting) =>
  decide(dueFacts(given), config);

describe('a restart whose time has come', () => {
  test('is made: the task is started, checked on later, and told of', () => {
    const decision = due();

    expect(decision.verdict).toBe('restart');
    expect(doneBy(decision)).toEqual(['run-task', 'call-later', 'notify']);
    expect(runTaskIn(decision)).toMatchObject({
      launch: aLaunch(),
      startedBy: 'deckhand/root/1',
      clientToken: clientTokenOf(taskArnOf('root'), 1),
      lineage: { attempt: 1, rootTaskArn: taskArnOf('root') },
      budget: { key: clusterArn, restarts: 10 },
      ifFailed: { playbook: 'restart', about: { what: 'not-started' } },
    });
    expect(laterIn(decision)).toMatchObject({
      at: '2026-03-03T14:12:05.000Z',
      call: { about: { what: 'check' } },
    });
  });

  test('is not one more occurrence', () => {
    expect(toldBy(due()).counts).toBe(false);
  });

  test('says something else when it could not be made after all', () => {
    const notify = due().actions.find((action) => action.do === 'notify');

    expect(notify?.otherwise).toMatchObject({ severity: 'error', labels: { severity: 'error' } });
    expect(notify?.otherwise?.title).toContain('not restarted');
  });

  test('has the same token whenever it is decided, and another one for every attempt', () => {
    const second = aPlan({ lineage: aLineage({ attempt: 2 }) });

    expect(runTaskIn(due({ now: '2026-03-03T15:00:00.000Z' }))?.clientToken).toBe(
      runTaskIn(due())?.clientToken,
    );
    expect(runTaskIn(due({ plan: second }))?.clientToken).not.toBe(runTaskIn(due())?.clientToken);
  });

  test.each([1, 2])('an attempt made already is not made again: %i is remembered', (attempt) => {
    const decision = due({ memory: aMemory({ lineage: aLineage({ attempt }) }) });

    expect(decision).toMatchObject({ verdict: 'ignore', actions: [] });
    expect(againstIn(decision)).toEqual(['this attempt is still to be made']);
  });

  test('the next attempt is made when the one before is remembered', () => {
    const plan = aPlan({ lineage: aLineage({ attempt: 2 }) });

    expect(due({ plan, memory: aMemory({ lineage: aLineage() }) }).verdict).toBe('restart');
  });

  test('is not made when Deckhand has been stopped since', () => {
    const memory = aMemory({ killSwitch: { by: 'alice', at: 'noon', why: 'incident' } });

    const decision = due({ memory });

    expect(decision.verdict).toBe('report');
    expect(doneBy(decision)).toEqual(['notify']);
    expect(toldBy(decision).summary).toBe('Not restarted: stopped by alice at noon: incident.');
  });

  test('is not made when others have used up the budget', () => {
    const spent = Array.from({ length: 10 }, () => '2026-03-03T14:01:00.000Z');

    const decision = due({ memory: aMemory({ spent }) });

    expect(againstIn(decision)).toEqual(['budget is left']);
    expect(toldBy(decision).severity).toBe('error');
  });

  test('is not made when Deckhand has been set to observe since', () => {
    const decision = due({}, yml('mode: observe'));

    expect(doneBy(decision)).toEqual(['notify']);
    expect(againstIn(decision)).toEqual(['Deckhand may act']);
  });

  test("goes by the mode of the rule that covers the task, and by the task's own tag where tags may say so", () => {
    const config = yml(`
      mode: observe
      restart: { rules: [{ match: { startedBy: events-rule/nightly, group: "family:report" }, mode: act }] }
    `);
    const nightly = aPlan({ lineage: aLineage({ rootStartedBy: 'events-rule/nightly' }) });

    expect(due({ plan: nightly }, config).verdict).toBe('restart');
    expect(due({}, config).verdict).toBe('report');
    const tagged = aPlan({ actsByTag: true });
    expect(due({ plan: tagged }, config).verdict).toBe('report');
    expect(due({ plan: tagged }, yml('{ mode: observe, actByTag: [restart] }')).verdict).toBe(
      'restart',
    );
  });
});
