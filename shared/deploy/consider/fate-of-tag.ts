import { policyText } from '../../config/policy.ts';
import type { Config } from '../../config/types.ts';
import type { Reason } from '../../core/decision.ts';
import { keyOf, runningDigest } from '../containers.ts';
import { type Covered, coverageOf } from '../covered.ts';
import { pickTag } from '../pick.ts';
import { candidateOf, runningImage } from './choose.ts';
import type { ConsiderFacts } from './facts.ts';

/** A tag of a repository, which may not have been pushed yet. */
export type AskedTag = { readonly repository: string; readonly tag: string };

/**
 * What the policies of a service's containers make of one tag, each with its reason; `repository` is
 * `account/region/name`. A tag that its repository does not have is judged as if it had been pushed.
 */
export function fateOfTag(
  asked: AskedTag,
  facts: ConsiderFacts,
  config: Config,
): readonly Reason[] {
  const { service, definition } = facts;
  if (!service.known || !service.value || !definition?.known || !definition.value) return [];
  const { taskDefinition } = service.value;
  const candidate = candidateOf(service.value, definition.value);
  return coverageOf(candidate, config)
    .covered.filter(({ container }) => keyOf(container.repository) === asked.repository)
    .flatMap((covered) => fateIn(covered, asked.tag, facts, taskDefinition));
}

function fateIn(
  { container, rule }: Covered,
  tag: string,
  { images, deployments }: ConsiderFacts,
  taskDefinition: string,
): readonly Reason[] {
  const found = images[keyOf(container.repository)];
  if (!found?.known || found.value === null) return [];
  const there = found.value.flatMap(({ tags, digest, pushedAt }) =>
    tags.map((name) => ({ tag: name, digest, pushedAt })),
  );
  const isThere = there.some((one) => one.tag === tag);
  const current = runningImage(container, runningDigest(container, taskDefinition, deployments));
  const { reasons } = pickTag(current, isThere ? there : [...there, { tag }], rule);
  const fate = reasons.find((one) => one.rule === tag);
  const named = (text: string) => `${container.name}: ${text}`;
  return [
    {
      rule: `${policyText(rule.policy)} picks ${tag}`,
      holds: fate?.holds ?? false,
      because: named(fate ? `${tag} ${fate.because}` : `nothing is known of ${tag}`),
    },
    ...(isThere ? [] : [notThere(container.repository.name, tag)]),
  ];
}

const notThere = (repository: string, tag: string): Reason => ({
  rule: 'the image is in its repository',
  holds: false,
  because: `${repository} has no ${tag} among its newest images: push it, and ask again`,
});
