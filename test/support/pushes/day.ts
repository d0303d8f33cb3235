import fc from 'fast-check';
import type { Meanwhile } from '../../../local/cloud/attempt.ts';
import type { FaultKind } from '../../../local/cloud/faults.ts';
import type { Body } from '../../../local/cloud/types.ts';
import { container } from '../rollouts.ts';
import { acting, fargateNetwork, hour, minute, openScene } from '../scene.ts';
import { webDefinition } from '../web-service.ts';
import { type Day, numbersIn, policies, serviceNames, taggedIn } from './model.ts';
import { brokenBy } from './rules.ts';

const rules = serviceNames.map(
  (service) =>
    `{ match: { repository: shop/web, service: ${service} }, policy: ${policies[service]} }`,
);
const config = acting(`deploy: { sweep: rate(1 hour), rules: [${rules.join(', ')}] }`);

const pick = <T>(items: readonly T[], index: number): T => {
  const item = items[index % items.length];
  if (item === undefined) throw new Error('there is nothing to pick from');
  return item;
};

/** Mostly what comes after one of the last versions; now and then one that is older, or for nobody. */
function versionOf({ pushes }: Day, a: number, b: number): string {
  const [major = 1, minor = 0, patch = 0] = numbersIn(pushes.at(-1 - (a % 3))?.tag ?? '1.0.0');
  if (b === 15) return `${major + 1}.0.0`;
  if (b > 12) return `${major}.${minor}.${Math.max(0, patch - 1)}`;
  return b % 3 === 0 ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}

function push(day: Day, tag: string, content: string, isTold = true): string {
  const { cloud } = day.scene;
  const digest = cloud.ecr.push({ repository: 'shop/web', tag, content });
  day.pushes.push({ tag, content, digest, at: cloud.time.now(), isTold });
  return digest;
}

/** No two images are the same, so that each push has an event. */
const good = ({ pushes }: Day): string => `good ${pushes.length}`;

const isPush = ({ source }: { readonly source: string }): boolean => source === 'aws.ecr';

const update = (day: Day, a: number, more: Body) =>
  day.scene.call('ecs', 'UpdateService', {
    ...{ cluster: 'prod', service: pick(serviceNames, a) },
    ...more,
  });

const kinds: readonly FaultKind[] = [
  ...(['throttle', 'server-error', 'network', 'lost-answer'] as const),
  ...(['crash-before', 'crash-after'] as const),
];

type Doing = (day: Day, a: number, b: number) => unknown;

/** What people do, and what befalls them; `a` and `b` say with what, counted around. */
const doing = {
  push: (day, a, b) => push(day, versionOf(day, a, b), good(day)),
  pushBad(day, a, b) {
    const digest = push(day, versionOf(day, a, b), `bad ${day.pushes.length}`);
    day.scene.cloud.ecs.program({ image: `*@${digest}` }, { cannotStart: 'no such file' });
  },
  /** A further tag for an image that is there, or one that another image had. */
  pushAgain(day, a, b) {
    const { content } = pick(day.pushes, a * b);
    const tag = versionOf(day, a, b);
    if (taggedIn(day).get(tag)?.content !== content) push(day, tag, content);
  },
  pushUntold(day, a, b) {
    day.scene.cloud.bus.lose(isPush);
    push(day, versionOf(day, a, b), good(day), false);
  },
  pushToldTwice(day, a, b) {
    day.scene.cloud.bus.duplicate(isPush, 2);
    push(day, versionOf(day, a, b), good(day));
  },
  /** Terraform, or a person: by its tag, and nothing that does not start. */
  async deploy(day, a, b) {
    const tags = [...taggedIn(day).values()].filter(({ content }) => content.startsWith('good'));
    if (tags.length === 0) return;
    const family = pick(serviceNames, a);
    const containerDefinitions = [container(day.scene, 'app', pick(tags, b).tag)];
    await day.scene.register({ ...webDefinition, family, containerDefinitions });
    await update(day, a, { taskDefinition: family });
  },
  scale: (day, a, b) => update(day, a, { desiredCount: b % 2 }),
  fault(day, a, b) {
    const principal = pick(['callDue', 'callDue', 'serviceChanged', 'imagePushed'], a);
    day.scene.cloud.faults.next({ principal, call: 1 + b, kind: pick(kinds, a + b) });
  },
} satisfies { readonly [does: string]: Doing };

const step = fc.record({
  does: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('push', 'pushBad', 'fault') },
    { weight: 2, arbitrary: fc.constantFrom('pushAgain', 'deploy') },
    { weight: 1, arbitrary: fc.constantFrom('pushUntold', 'pushToldTwice', 'scale') },
  ),
  a: fc.nat(9),
  b: fc.nat(15),
  thenMs: fc.constantFrom(1_000, 11_000, 40_000, 3 * minute, 12 * minute, 35 * minute),
});

/** A day of two services, as chance makes it up. */
export const days = fc.record({
  seed: fc.nat(1_000_000),
  steps: fc.array(step, { minLength: 6, maxLength: 16 }),
  maxDelayMs: fc.constantFrom(0, 30_000),
});

type Plot = typeof days extends fc.Arbitrary<infer T> ? T : never;

/** Plays a day, and then lets three hours go by in which nothing happens but sweeps. */
export async function playDay({ seed, steps, maxDelayMs }: Plot): Promise<Day> {
  const watched: { day?: Day } = {};
  const meanwhile: Meanwhile = async ({ principal, action, input }) => {
    const { day } = watched;
    if (!day || principal !== 'callDue' || action !== 'UpdateService') return;
    day.broken.push(...(await brokenBy(input, day)));
  };
  const scene = await openScene({ ...config, seed, meanwhile, chaos: { maxDelayMs } });
  const day: Day = { scene, pushes: [], broken: [] };
  await open(day);
  watched.day = day;
  for (const { does, a, b, thenMs } of steps) {
    await doing[does](day, a, b);
    await scene.pass(thenMs);
  }
  scene.cloud.faults.clear();
  await scene.pass(3 * hour);
  return day;
}

async function open(day: Day): Promise<void> {
  const { scene } = day;
  push(day, '1.0.0', good(day), false);
  for (const serviceName of serviceNames) {
    const containerDefinitions = [container(scene, 'app', '1.0.0')];
    await scene.register({ ...webDefinition, family: serviceName, containerDefinitions });
    const breaker = { deploymentCircuitBreaker: { enable: true, rollback: true } };
    await scene.call('ecs', 'CreateService', {
      ...{ cluster: 'prod', serviceName, taskDefinition: serviceName, desiredCount: 1 },
      ...{ launchType: 'FARGATE', networkConfiguration: fargateNetwork },
      ...(serviceName === 'api' ? { deploymentConfiguration: breaker } : {}),
    });
  }
  await scene.pass(5 * minute);
}
