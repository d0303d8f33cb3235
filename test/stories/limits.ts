import { expect } from '@jest/globals';
import { endStateOf } from '../support/end-state.ts';
import {
  acting,
  ends,
  hour,
  minute,
  openScene,
  reportDefinition,
  textOf,
  titleOf,
} from '../support/scene.ts';
import type { Story } from './story.ts';

export const limits: readonly Story[] = [
  {
    name: 'thirty tasks that fail together get the ten restarts of the budget, and one conversation',
    async play() {
      const scene = await openScene();
      scene.play('report', ends(1, 3 * minute));
      for (let task = 0; task < 30; task += 1) await scene.runTask();

      await scene.pass(4 * minute + 30_000);

      const { spent, deadLetters } = await endStateOf(scene);
      expect(spent).toBe(10);
      expect(scene.restarts()).toHaveLength(10);
      expect(scene.board()).toHaveLength(1);
      expect(
        titleOf(
          scene.board()[0] ?? {
            text: '',
            blocks: [],
            attachments: [],
            ts: '',
            at: 0,
            threadTs: null,
            edits: 0,
          },
        ),
      ).toContain('×30');
      expect(deadLetters).toBe(0);
    },
  },
  {
    name: 'the kill switch stops every restart, and is named as the reason',
    async play() {
      const scene = await openScene();
      scene.play('report', ends(1));
      const [table] = scene.cloud.template.resources.tables;
      const text = (S: string) => ({ S });
      await scene.call('dynamodb', 'PutItem', {
        TableName: table?.TableName,
        Item: {
          pk: text('kill-switch'),
          sk: text('kill-switch'),
          by: text('maria'),
          at: text('2026-03-03T08:00:00Z'),
          why: text('migration'),
        },
      });

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.restarts()).toEqual([]);
      expect(scene.board().map(textOf).join()).toContain('stopped by maria');
    },
  },
  {
    name: 'observe tells what would be done, and does nothing',
    async play() {
      const scene = await openScene({ config: 'mode: observe' });
      scene.play('report', ends(1));

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.restarts()).toEqual([]);
      expect(scene.cloud.sns.published).toHaveLength(1);
      expect(scene.cloud.sns.published[0]).toMatchObject({
        subject: expect.stringContaining('would be restarted'),
        message: expect.stringContaining('attempt 1 of 3'),
      });
      expect(scene.tally()).toMatchObject({ 'noticeDue sns:Publish': 1 });
    },
  },
  {
    name: 'a task definition tagged deckhand:mode = off is left alone; deckhand:restart = never is only told',
    async play() {
      const scene = await openScene();
      scene.play('report', ends(1));
      await scene.register({ ...reportDefinition, tags: [{ key: 'deckhand:mode', value: 'off' }] });
      await scene.runTask();
      await scene.pass(hour);
      expect(scene.board()).toEqual([]);

      await scene.register({
        ...reportDefinition,
        tags: [{ key: 'deckhand:restart', value: 'never' }],
      });
      await scene.runTask();
      await scene.pass(hour);

      expect(scene.restarts()).toEqual([]);
      expect(scene.board().map(titleOf)).toEqual([
        '🟠 report: The application ended with an error — not restarted',
      ]);
    },
  },
  {
    name: 'a wait longer than SQS can is put back until it is over',
    async play() {
      const scene = await openScene(
        acting(`
restart:
  rules:
    - match: { family: report }
      backoff: { initialDelay: 40m, maxDelay: 40m, jitter: none }
`),
      );
      scene.play('report', ends(1), ends(0));

      await scene.runTask();
      await scene.pass(35 * minute);
      expect(scene.restarts()).toEqual([]);
      await scene.pass(15 * minute);

      expect(scene.restarts()).toHaveLength(1);
    },
  },
  {
    name: 'attempts run out: people are told that it gave up',
    async play() {
      const scene = await openScene();
      scene.play('report', ends(1));

      await scene.runTask();
      await scene.pass(hour);

      expect(scene.restarts()).toHaveLength(3);
      expect(scene.board().map(titleOf)).toEqual([
        '🟠 report: The application ended with an error — gave up after 3 restarts (×4)',
      ]);
    },
  },
];
