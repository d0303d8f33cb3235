import type { Service } from '../../../local/cloud/ecs/state/service.ts';
import { parseImage } from '../../../shared/core/image.ts';
import type { Scene } from '../scene.ts';

/** Two services of one repository: ECS takes back what fails in `api`, Deckhand what fails in `web`. */
export const policies = { web: 'minor', api: 'patch' } as const;
export type ServiceName = keyof typeof policies;
export const serviceNames: readonly ServiceName[] = ['web', 'api'];

/** A push that ECR has an event for; `isTold`: the event is not lost. */
export type Push = {
  readonly tag: string;
  readonly content: string;
  readonly digest: string;
  readonly at: number;
  readonly isTold: boolean;
};

/** A day as it goes, and what the people who make it remember. */
export type Day = {
  readonly scene: Scene;
  readonly pushes: Push[];
  /** What was done although it must not be, in words. */
  readonly broken: string[];
};

export function serviceNamed({ scene }: Day, name: string): Service {
  const found = scene.cloud.ecs.services().find(({ serviceName }) => serviceName === name);
  if (!found) throw new Error(`there is no service ${name}`);
  return found;
}

/** The image of a service's or a deployment's one container. */
export function imageOf({ taskDefinition }: Service['revision']) {
  const [container] = taskDefinition.containerDefinitions;
  const image = parseImage(container?.image ?? '');
  return { tag: image?.tag ?? '', digest: image?.digest ?? null };
}

/** What every tag names by now. */
export const taggedIn = ({ pushes }: Day): ReadonlyMap<string, Push> =>
  new Map(pushes.map((push) => [push.tag, push]));

export const numbersIn = (tag: string): readonly number[] => tag.split('.').map(Number);

export function compareTags(one: string, other: string): number {
  const [left, right] = [numbersIn(one), numbersIn(other)];
  const differ = left.findIndex((number, index) => number !== right[index]);
  return differ < 0 ? 0 : (left[differ] ?? 0) - (right[differ] ?? 0);
}

/** What follows the image that a service runs, by its policy; written anew, to compare with the product. */
export function nextFor(day: Day, name: ServiceName): Push | null {
  const { revision } = serviceNamed(day, name);
  const { tag } = imageOf(revision);
  const digest = imageOf(revision).digest ?? revision.digests.get('app');
  const fixed = policies[name] === 'minor' ? 1 : 2;
  const family = numbersIn(tag).slice(0, fixed).join();
  const tagged = [...taggedIn(day).values()];
  const same = tagged.filter((push) => push.digest === digest).map((push) => push.tag);
  const [floor = tag] = [tag, ...same].sort((one, other) => compareTags(other, one));
  const [next] = tagged
    .filter((push) => push.digest !== digest && compareTags(push.tag, floor) > 0)
    .filter((push) => numbersIn(push.tag).slice(0, fixed).join() === family)
    .sort((one, other) => compareTags(other.tag, one.tag));
  return next ?? null;
}
