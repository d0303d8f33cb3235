import type { LifecyclePolicy, LifecycleRule } from '../../config/types/lifecycle-policy.ts';
import type { EcrImage } from '../../core/ecr-image.ts';
import type { Endangered } from '../../core/lifecycle.ts';
import { dayMs } from '../clocks.ts';
import { evaluate } from '../evaluate.ts';
import { selector } from '../select.ts';

/**
 * A preview tells what goes now. ECR acts within 24 hours of that, which may be at once; so what meets its rule
 * before the next look has to be told by this one. A little more than a day, as no two looks are as long apart.
 */
const aheadMs = 25 * 60 * 60_000;

/** What is going to go, and when that is known: see `Endangered`. */
export type Going = Pick<Endangered, 'rule' | 'action' | 'when'>;

/**
 * What a policy is going to do until the next look: by age, what will be old enough then; by count, what will be too
 * many if as many images are pushed as were within the last day. Images that are `leftOut` are children of an index.
 */
export function forecast(
  images: readonly EcrImage[],
  policy: LifecyclePolicy,
  now: string,
  leftOut: ReadonlySet<EcrImage>,
): ReadonlyMap<EcrImage, Going> {
  const then = new Date(Date.parse(now) + aheadMs).toISOString();
  const going = new Map<EcrImage, Going>();
  const add = (each: LifecyclePolicy): void => {
    for (const [index, ruling] of evaluate(images, each, then, leftOut).entries()) {
      const image = images[index];
      if (image && ruling?.isMarked && !going.has(image)) going.set(image, goingBy(ruling.rule));
    }
  };
  add(policy);
  add({ rules: policy.rules.map((rule) => afterPushes(rule, images, now)) });
  return going;
}

const goingBy = ({ rulePriority, action, selection }: LifecycleRule): Going => ({
  rule: rulePriority,
  action: action.type,
  when: selection.countType === 'imageCountMoreThan' ? 'by-count' : 'by-age',
});

/** The same rule with as many places fewer as images came within a day. The newest always has its place. */
function afterPushes(rule: LifecycleRule, images: readonly EcrImage[], now: string): LifecycleRule {
  const { selection } = rule;
  if (selection.countType !== 'imageCountMoreThan') return rule;
  const since = Date.parse(now) - dayMs;
  const selects = selector(rule);
  const pushes = images.filter(
    (image) => Date.parse(image.pushedAt) > since && selects(image),
  ).length;
  const countNumber = Math.max(1, selection.countNumber - pushes);
  return { ...rule, selection: { ...selection, countNumber } };
}
