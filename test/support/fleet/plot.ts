import fc from 'fast-check';
import type { Meanwhile } from '../../../local/cloud/attempt.ts';
import type { FaultKind } from '../../../local/cloud/faults.ts';
import { acting, hour, minute, openScene, type Scene } from '../scene.ts';
import {
  aFleet,
  define,
  does,
  type Fleet,
  imagesIn,
  pick,
  repositories,
  type Step,
} from './fleet.ts';
import { belongingsIn, lasting, missing, type Need, needsOf } from './needs.ts';

/** All but the two newest images may go; what is used no more is remembered for an hour. */
const config = acting(`
cleanup:
  schedule: rate(2 hours)
  onPush: false
  rules:
    - match: { repository: shop/* }
      lifecyclePolicy:
        rules:
          - rulePriority: 1
            selection: { tagStatus: any, countType: imageCountMoreThan, countNumber: 2 }
            action: { type: expire }
      protect: { minAge: 30m, previousRevisions: 1, usedWithin: 1h }
      caps: { maxImages: 500, maxPercent: 100, keepAtLeast: 0 }
`);

const stepOf = (does: fc.Arbitrary<Step['does']>): fc.Arbitrary<Step> =>
  fc.record({ does, a: fc.nat(9), b: fc.nat(9) });

/** What people do every day comes more often. */
const step = stepOf(
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('push', 'pushAgain', 'define') },
    { weight: 2, arbitrary: fc.constantFrom('serve', 'scale', 'run') },
    { weight: 3, arbitrary: fc.constantFrom('sign', 'external', 'deregister') },
    { weight: 3, arbitrary: fc.constantFrom('schedule', 'rule', 'machine', 'batch', 'function') },
  ),
);

/** A cleanup makes some 150 calls where images go. */
const whichCall = fc.integer({ min: 1, max: 150 });

const kind = fc.constantFrom<FaultKind>(
  'throttle',
  'server-error',
  'deny',
  'network',
  'lost-answer',
  'crash-before',
  'crash-after',
);
const service = fc.constantFrom('ecs', 'events', 'scheduler', 'states', 'batch', 'lambda', 'ecr');

/** A day in a fleet, as chance makes it up. */
export const plots = fc.record({
  seed: fc.nat(1_000_000),
  before: fc.array(step, { minLength: 10, maxLength: 25 }),
  /** After nobody has needed some images for longer than is remembered. */
  between: fc.array(step, { maxLength: 4 }),
  /** Just before some call, whichever it is. */
  atCall: fc.array(fc.record({ call: whichCall, step }), { maxLength: 4 }),
  /** Between a plan and its last look, which the kill switch is read before: which images are needed again. */
  afterPlan: fc.array(fc.nat(99), { maxLength: 2 }),
  faults: fc.array(
    fc.oneof(
      fc.record({ call: whichCall, kind, times: fc.constantFrom(1, 10) }),
      fc.record({ service, kind, times: fc.constantFrom(1, 10, 1_000) }),
    ),
    { maxLength: 2 },
  ),
});

export type Plot = typeof plots extends fc.Arbitrary<infer T> ? T : never;

export type Played = {
  readonly scene: Scene;
  readonly fleet: Fleet;
  /** Needs that a deletion has left without their image. */
  readonly lost: readonly string[];
};

/** Plays a day, with one cleanup near its end, and watches that. */
export async function play(plot: Plot): Promise<Played> {
  const watched = watch(plot);
  const scene = await openScene({ ...config, seed: plot.seed, meanwhile: watched.meanwhile });
  const fleet = await aFleet(scene);
  for (const each of plot.before) {
    await does(fleet, each);
    await scene.pass(minute);
  }
  await scene.pass(80 * minute);
  for (const each of plot.between) await does(fleet, each);
  for (const fault of plot.faults) scene.cloud.faults.next({ principal: 'cleanupDue', ...fault });
  watched.begin(fleet);
  // The run, and some times that it is killed and goes on a quarter of an hour later.
  await scene.pass(2 * hour);
  await watched.end();
  return { scene, fleet, lost: watched.lost };
}

/** Defines a task for an image that nothing has needed. */
async function needAgain(fleet: Fleet, which: number): Promise<void> {
  const needed = new Set(needsOf(fleet).map(({ digest }) => digest));
  const repository = pick(repositories, which);
  const images = await imagesIn(fleet.scene, repository);
  const idle = images
    .map(({ imageDigest }) => String(imageDigest))
    .filter((one) => !needed.has(one));
  if (idle.length === 0) return;
  const digest = pick(idle, which);
  await define(fleet, `again${which}`, fleet.scene.cloud.ecr.uri(repository, digest));
}

/** Watches every deletion: what was needed when its last look began, and still is, has to be there after it. */
function watch(plot: Plot) {
  const lost: string[] = [];
  const atCall = [...plot.atCall];
  const afterPlan = [...plot.afterPlan];
  let fleet: Fleet | undefined;
  let atLook: readonly Need[] = [];
  let check = async (): Promise<void> => {};

  const meanwhile: Meanwhile = async ({ principal, action, call }) => {
    if (!fleet || principal !== 'cleanupDue') return;
    const watched = fleet;
    await check();
    check = async () => {};
    const due = atCall.filter((planned) => planned.call === call);
    for (const one of due) {
      atCall.splice(atCall.indexOf(one), 1);
      await does(watched, one.step);
    }
    if (action === 'GetItem' && call > 20) {
      for (const which of afterPlan.splice(0)) await needAgain(watched, which);
    }
    if (action === 'ListClusters') atLook = needsOf(watched);
    if (action !== 'BatchDeleteImage') return;
    const needs = lasting(atLook, needsOf(watched));
    const belongings = await belongingsIn(watched);
    check = async () => {
      lost.push(...(await missing(watched, needs, belongings)));
    };
  };
  return {
    lost,
    meanwhile,
    begin: (begun: Fleet) => {
      fleet = begun;
    },
    end: () => check(),
  };
}
