import { expect } from '@jest/globals';
import type { FaultKind } from '../../local/cloud/faults.ts';
import { type EndState, endStateOf } from '../support/end-state.ts';
import { ends, hour, minute, openScene, type Scene } from '../support/scene.ts';
import type { Story } from './story.ts';

/** The story that all of these disturb: a report fails, is restarted, and ends well. */
async function reportFailsOnce(disturb: (scene: Scene) => void = () => {}): Promise<Scene> {
  const scene = await openScene();
  scene.play('report', ends(1, 3 * minute), ends(0, minute));
  disturb(scene);
  await scene.runTask();
  await scene.pass(2 * hour);
  return scene;
}

/** Every call that each function makes in its longest invocation: where it may be struck. */
const strikes: readonly (readonly [principal: string, calls: number])[] = [
  ['taskLaunched', 4],
  ['taskStopped', 9],
  ['callDue', 12],
  ['noticeDue', 6],
];

/** The undisturbed end, and whether a disturbance has struck at all. */
async function expectSameEnd(
  undisturbed: EndState,
  fault: { readonly principal: string; readonly call: number; readonly kind: FaultKind },
): Promise<void> {
  const scene = await reportFailsOnce(({ cloud }) => cloud.faults.next(fault));

  const end = await endStateOf(scene);
  const name = `${fault.kind} at call ${fault.call} of ${fault.principal}`;
  const repeats = canRepeatMessage(fault.principal, fault.kind) ? 1 : 0;

  expect({ name, ...end, board: end.board.slice(-1) }).toEqual({ name, ...undisturbed });
  expect(end.board.length - undisturbed.board.length).toBeLessThanOrEqual(repeats);
  expect(scene.cloud.faults.strike({ service: '', action: '', ...fault })).toBeNull();
}

/** Slack may have taken a message of which we never heard: then it is said once more, and never lost. */
const canRepeatMessage = (principal: string, kind: FaultKind): boolean =>
  principal === 'noticeDue' && kind !== 'throttle';

const everyStep = (kind: FaultKind, words: string): Story => ({
  name: `${words}, at every single step, changes nothing about the end`,
  async play() {
    const undisturbed = await endStateOf(await reportFailsOnce());
    expect(undisturbed).toMatchObject({
      restarts: [{ startedBy: 'deckhand/root/1', status: 'STOPPED' }],
      spent: 1,
      openRecords: [],
      deadLetters: 0,
    });

    for (const [principal, calls] of strikes) {
      for (let call = 1; call <= calls; call += 1) {
        await expectSameEnd(undisturbed, { principal, call, kind });
      }
    }
  },
});

export const engine: readonly Story[] = [
  everyStep('crash-before', 'a process killed before a call'),
  everyStep('crash-after', 'a process killed after a call'),
  everyStep('throttle', 'a throttled call'),
  everyStep('lost-answer', 'an answer lost on the way'),
  {
    name: 'the calls of the undisturbed story are those that the steps above strike, and no more',
    async play() {
      const scene = await reportFailsOnce();

      const longest = new Map<string, number>();
      for (const { function: name, calls } of scene.cloud.lambda.invocations) {
        longest.set(name, Math.max(longest.get(name) ?? 0, calls));
      }

      expect(Object.fromEntries(longest)).toEqual(Object.fromEntries(strikes));
    },
  },
  {
    name: 'the same event five times, at once and again hours later, restarts once and tells once',
    async play() {
      const scene = await reportFailsOnce(({ cloud }) =>
        cloud.bus.duplicate(
          ({ detail }) =>
            detail.stopCode === 'EssentialContainerExited' && detail.lastStatus === 'STOPPED',
          4,
        ),
      );
      const [stop] = scene.cloud.bus.events.filter(
        ({ detail }) =>
          detail.stopCode === 'EssentialContainerExited' && detail.lastStatus === 'STOPPED',
      );
      const fn = 'taskStopped';
      for (let late = 0; late < 5; late += 1) {
        await scene.pass(hour);
        await scene.cloud.lambda.invokeAsync(fn, stop);
      }
      await scene.pass(hour);

      expect(await endStateOf(scene)).toEqual(await endStateOf(await reportFailsOnce()));
      expect(scene.tally()).toMatchObject({ 'callDue ecs:RunTask': 1 });
    },
  },
  {
    name: 'an event that nobody can work on is kept raw with why, and nothing wrong is told',
    async play() {
      const scene = await reportFailsOnce(({ cloud }) =>
        cloud.faults.sometimes({
          principal: 'taskStopped',
          service: 'ecs',
          kind: 'server-error',
          probability: 1,
        }),
      );

      const [letter, ...others] = scene.cloud.deadLetters();

      expect(others).toEqual([]);
      expect(JSON.parse(letter?.body ?? '{}')).toMatchObject({
        requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
        requestPayload: {
          'detail-type': 'ECS Task State Change',
          detail: { lastStatus: 'STOPPED' },
        },
        responsePayload: { errorType: 'Unavailable' },
      });
      expect(scene.restarts()).toEqual([]);
      expect(scene.board()).toEqual([]);
    },
  },
  {
    name: 'a malformed event is told once, kept, and never tried again, however often it comes',
    async play() {
      const scene = await openScene();
      const malformed = {
        'detail-type': 'ECS Task State Change',
        source: 'aws.ecs',
        detail: { lastStatus: 7 },
      };

      for (let delivery = 0; delivery < 3; delivery += 1) {
        await scene.cloud.lambda.invokeAsync('taskStopped', malformed);
        await scene.pass(10 * minute);
      }

      const [letter, ...others] = scene.cloud.deadLetters();
      expect(others).toEqual([]);
      expect(JSON.parse(letter?.body ?? '{}')).toMatchObject({ event: malformed });
      expect(scene.board()).toHaveLength(1);
      expect(scene.cloud.lambda.invocations.filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
      expect(
        scene.cloud.lambda.invocations.filter(({ function: name }) => name === 'taskStopped'),
      ).toHaveLength(3);
    },
  },
  {
    name: 'a notice that cannot be read is kept with why, and holds up none of its neighbours',
    async play() {
      const scene = await reportFailsOnce();
      const [readable] = scene.cloud.lambda.invocations
        .filter(({ function: name }) => name === 'noticeDue')
        .flatMap(({ event }) => (isBatch(event) ? event.Records : []));
      const unreadable = { ...readable, messageId: 'unreadable', body: '{"receiver":"ops"}' };

      const result = await scene.cloud.lambda.invoke('noticeDue', {
        Records: [unreadable, readable],
      });

      expect(result).toMatchObject({ ok: true, value: { batchItemFailures: [] } });
      const [letter, ...others] = scene.cloud.deadLetters();
      expect(others).toEqual([]);
      expect(JSON.parse(letter?.body ?? '{}')).toMatchObject({
        event: unreadable.body,
        why: expect.stringContaining('notice'),
      });
    },
  },
];

const isBatch = (event: unknown): event is { readonly Records: readonly object[] } =>
  typeof event === 'object' && event !== null && 'Records' in event && Array.isArray(event.Records);
