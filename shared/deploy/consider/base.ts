import { familyAndRevision, nameOfArn } from '../../core/arn.ts';
import type { Reason } from '../../core/decision.ts';
import type { Known } from '../../core/known.ts';
import type { WireDefinition } from '../../core/rollout.ts';
import { containersOf, inEcr, keyOf } from '../containers.ts';
import { type Chosen, pickFor, runningImage } from './choose.ts';

/** Which revision the new one is a copy of, or why there is none that may be copied. */
export type Base =
  | { readonly copied: WireDefinition; readonly reasons: readonly Reason[] }
  | { readonly copied: null; readonly reasons: readonly Reason[] };

/**
 * The revision that the service runs; or the family's latest, where the rule says so. That one is never replaced by
 * the other where it is not known, and an image that it has already is never put back to an older one.
 */
export function baseOf(
  chosen: readonly Chosen[],
  runs: WireDefinition,
  latest: Known<WireDefinition | null> | null,
): Base {
  const isLatest = chosen.some(({ rule }) => rule.baseRevision === 'latest');
  if (!isLatest) return { copied: runs, reasons: [] };
  const rule = "the family's latest revision can be copied";
  const no = (because: string): Base => ({
    copied: null,
    reasons: [{ rule, holds: false, because }],
  });
  if (!latest?.known)
    return no(`the latest revision is not known: ${latest?.why ?? 'it was not looked up'}`);
  if (!latest.value) return no('the family has no revision that is ACTIVE');
  const copied = latest.value;
  const name = nameOf(copied);
  const [problem] = chosen.flatMap((one) => problemOf(one, copied) ?? []);
  if (problem) return no(`${name}: ${problem}`);
  const isSame = name === nameOf(runs);
  const because = isSame
    ? `the latest revision is ${name}, which runs`
    : `the latest revision is ${name}; ${nameOf(runs)} runs`;
  return { copied, reasons: [{ rule, holds: true, because }] };
}

const nameOf = ({ definition }: WireDefinition): string =>
  nameOfArn(String(definition.taskDefinitionArn ?? ''));

/** What a service's base has to be asked by: its family alone means the latest revision. */
export const familyOf = (taskDefinition: string): string =>
  familyAndRevision(taskDefinition).family;

function problemOf({ container, rule, image }: Chosen, latest: WireDefinition): string | null {
  const written = containersOf(latest).find(({ name }) => name === container.name);
  const found = written ? inEcr(written) : null;
  if (!found) return `it has no container ${container.name} with an image in ECR`;
  if (keyOf(found.repository) !== keyOf(container.repository)) {
    return `${container.name} has an image of another repository there`;
  }
  const isThere = found.digest === image.digest || image.tags.includes(found.tag ?? '');
  const running = runningImage(found, found.digest ?? null);
  if (isThere || pickFor(running, [image], rule).pick !== null) return null;
  return `${container.name} has ${found.tag ?? found.digest} there, which ${image.tags.join(', ')} does not follow`;
}
