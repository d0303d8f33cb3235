import { describe, expect, test } from '@jest/globals';
import { eventually } from './support/aws.ts';
import { tasksOf } from './support/containers.ts';
import { eventOf, ofTask, put } from './support/events.ts';
import { decisionOnTask } from './support/records.ts';
import { type Stacks, saying } from './support/stacks.ts';

/** Events of tasks, from the bus to people. */
export function aboutTasks({ cloud, acts, observes }: Stacks): void {
  describe('a task that failed', () => {
    const event = eventOf('stops/aborted.json');
    const [taskArn = ''] = event.resources;

    test('is written down, started again once and told, however often its event comes', async () => {
      await put(cloud, event);
      await put(cloud, event);

      const decision = await decisionOnTask(cloud, acts(), taskArn);
      await eventually('people are told that it runs', acts().told, saying('is on its way'));

      expect(decision.verdict).toBe('restart');
      expect(await tasksOf(cloud, 'prod', 'report')).toMatchObject([
        {
          startedBy: expect.stringMatching(/^deckhand\//),
          taskDefinitionArn: expect.stringMatching(/task-definition\/report:7$/),
        },
      ]);
    });

    test('is only told about where nothing may be done', async () => {
      const decision = await decisionOnTask(cloud, observes(), taskArn);
      await eventually('people are told', observes().told, saying('mode is observe'));

      expect(decision.verdict).toBe('report');
      expect(decision.reasons.filter(({ holds }: { holds: boolean }) => !holds)).toEqual([
        expect.objectContaining({ because: 'mode is observe' }),
      ]);
    });

    test('stays as it is while somebody has stopped Deckhand', async () => {
      const other = ofTask(event, '5'.repeat(32));
      await acts().deckhand('stop', '--by', 'ann', '--why', 'the cluster moves');

      await put(cloud, other);
      const decision = await decisionOnTask(cloud, acts(), other.resources[0] ?? '');
      await eventually('people are told why', acts().told, saying('stopped by ann'));
      await acts().deckhand('start');

      expect(decision.verdict).toBe('report');
      expect(await tasksOf(cloud, 'prod', 'report')).toHaveLength(1);
    });

    test('stands in the history', async () => {
      const history = await acts().deckhand('history');

      expect(history).toContainEqual(
        expect.objectContaining({ signalId: `${taskArn}#5`, playbook: 'restart' }),
      );
    });
  });
}
