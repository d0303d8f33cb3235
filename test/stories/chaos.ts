import { expect } from '@jest/globals';
import fc from 'fast-check';
import type { FaultKind } from '../../local/cloud/faults.ts';
import { endStateOf, spentTimes } from '../support/end-state.ts';
import {
  acting,
  hour,
  minute,
  openScene,
  type Scene,
  threadOf,
  titleOf,
} from '../support/scene.ts';
import { serviceOn } from '../support/web-service.ts';
import type { Story } from './story.ts';

const budget = { restarts: 2, windowMs: 10 * minute };

const config = acting(`
restart:
  budget: { restarts: ${budget.restarts}, per: cluster, window: 10m }
  rules: [{ match: { cluster: "*" }, attempts: 2, backoff: { initialDelay: 10s, rate: 2, maxDelay: 1m, jitter: full } }]
`);

const kinds: readonly FaultKind[] = [
  'throttle',
  'server-error',
  'network',
  'lost-answer',
  'crash-before',
  'crash-after',
];

/** What goes wrong with the world, besides the tasks in it. */
const weather = fc.record({
  seed: fc.nat(1_000_000),
  duplicates: fc.nat(3),
  maxDelayMs: fc.constantFrom(0, minute, 10 * minute),
  /** Of every call, one kind of fault after the other. */
  probability: fc.constantFrom(0, 0.01, 0.03),
});

type Weather = typeof weather extends fc.Arbitrary<infer T> ? T : never;

/** Reports, three at a time, every other one of which fails, and a service whose tasks crash now and then. */
async function anHourOf({ seed, probability, ...chaos }: Weather): Promise<Scene> {
  const scene = await openScene({ ...config, seed, chaos });
  const { cloud } = scene;
  await serviceOn(scene);
  cloud.ecs.program({ family: 'report' }, ({ earlier }) => ({
    exits: { afterMs: 2 * minute, code: earlier % 2 },
  }));
  for (const { name: principal } of cloud.template.functions) {
    for (const kind of probability > 0 ? kinds : []) {
      cloud.faults.sometimes({ principal, kind, probability });
    }
  }
  for (let round = 0; round < 6; round += 1) {
    await scene.runTask({ count: 3 });
    const [task] = cloud.ecs.tasks({ service: 'web', lastStatus: 'RUNNING' });
    if (task && round % 3 === 0) cloud.ecs.crash(task.taskArn, 'app', { exitCode: 1 });
    await scene.pass(4 * minute);
  }
  await scene.pass(30 * minute);
  cloud.faults.clear();
  await scene.pass(3 * hour);
  return scene;
}

const failuresIn = ({ cloud }: Scene) =>
  cloud.ecs
    .tasks()
    .filter(({ containers, stopCode }) => {
      const ended = stopCode === 'EssentialContainerExited';
      return ended && containers.some(({ exitCode }) => exitCode !== 0);
    })
    .map(({ id }) => id);

/** How many occurrences a message counts. */
const countOf = (title: string): number => Number(/\(×(\d+)\)$/.exec(title)?.[1] ?? 1);

/** The most of these times that one window holds. */
function mostAtOnce(times: readonly number[]): number {
  const within = (start: number) =>
    times.filter((at) => at >= start && at < start + budget.windowMs).length;
  return Math.max(0, ...times.map(within));
}

export const chaos: readonly Story[] = [
  {
    name: 'whatever the weather: no restart twice, none beyond the budget, and no failure untold',
    async play() {
      await fc.assert(
        fc.asyncProperty(weather, async (given) => {
          const scene = await anHourOf(given);

          const started = scene.restarts().map(({ startedBy }) => startedBy);
          expect(started).toEqual([...new Set(started)]);
          const { openRecords } = await endStateOf(scene);
          const spentAt = await spentTimes(scene);
          expect(mostAtOnce(spentAt)).toBeLessThanOrEqual(budget.restarts);
          expect(started.length).toBeLessThanOrEqual(spentAt.length);
          const letters = scene.cloud.deadLetters().map(({ body }) => body);
          const failures = failuresIn(scene).filter((id) => !letters.join().includes(id));
          const told = scene.board().map((message) => countOf(titleOf(message)));
          const sum = told.reduce((one, other) => one + other, 0);
          expect(sum).toBeGreaterThanOrEqual(failures.length);
          if (letters.length === 0) expect(openRecords).toEqual([]);
          if (given.probability > 0) return;
          expect(letters).toEqual([]);
          expect(sum).toBe(failures.length);
          const startedAt = scene.restarts().map(({ createdAt }) => createdAt);
          expect(mostAtOnce(startedAt)).toBeLessThanOrEqual(budget.restarts);
          const isOver = !/gave up|not restarted/.test(threadOf(scene).join() + scene.shown());
          expect(scene.titles().every((title) => !isOver || title.startsWith('✅'))).toBe(true);
        }),
        { numRuns: 10 },
      );
    },
  },
];
