import { readTags } from '../config/tags.ts';
import type { Config } from '../config/types.ts';
import { nameOfArn } from '../core/arn.ts';
import type { Action, Reason } from '../core/decision.ts';
import type { FleetService } from '../core/fleet.ts';
import type { Rollouts } from '../core/rollout.ts';
import { type Candidate, coverageOf } from './covered.ts';
import { writtenContainers } from './definition-seen.ts';
import type { DeploymentFacts } from './facts.ts';
import { noticeOf, tell, versionIn, whatOf } from './notices.ts';
import { pickTag } from './pick.ts';
import { quarantinedWith } from './quarantine.ts';

/**
 * Somebody else's deployment, Terraform's with the image in its state or a person's, puts an older image in the place
 * of what we rolled out. It is told, and not fought: ours does not go out again by itself.
 */
export function replacedBy(
  { signal, service, definition, rollouts, now }: DeploymentFacts,
  found: FleetService,
  config: Config,
): { readonly reason: Reason; readonly actions: readonly Action[] } | null {
  const { newest } = rollouts;
  if (newest?.ending !== 'completed' && newest?.ending !== 'scaled to zero') return null;
  const serviceTags = service?.known ? (service.value?.tags ?? {}) : {};
  const candidate: Candidate = {
    ...found,
    containers: writtenContainers(found),
    tags: { ...found.tags, ...serviceTags },
  };
  const { covered } = coverageOf(candidate, config);
  const changes = newest.changes.filter((ours) =>
    covered.some(({ container, rule }) => {
      const isTheSame = container.digest === ours.digest || container.image === ours.to;
      if (container.name !== ours.container || isTheSame) return false;
      const { tag, digest } = ours;
      return pickTag(container, [{ tag, digest }], rule).pick === tag;
    }),
  );
  if (changes.length === 0) return null;
  const seen = definition?.known ? definition.value : null;
  const by = seen?.registeredBy ? `, registered by ${nameOfArn(seen.registeredBy)}` : '';
  const theirs = changes.map(({ container }) => imageOf(found, container));
  const because = `${nameOfArn(found.taskDefinition)}${by}, brings ${theirs.join(', ')} in place of ${whatOf(changes)}`;
  const reason = { rule: 'an older image is put in the place of ours', holds: true, because };
  const why = `somebody else's deployment of ${nameOfArn(found.taskDefinition)}${by} replaced it`;
  const kept: Rollouts = {
    ...rollouts,
    quarantined: quarantinedWith(rollouts, { changes }, now, why),
  };
  const notice = noticeOf({
    clusterArn: found.clusterArn,
    serviceArn: signal.serviceArn,
    at: now,
    phase: 'info',
    severity: 'warning',
    headline: `${whatOf(changes)} was replaced by ${theirs.join(', ')}`,
    summary: `${because}. That is left alone, and ${whatOf(changes)} does not go out again here until somebody runs \`deckhand release\`.`,
    changes: changes.map((one) => ({ ...one, from: one.to, to: imageOf(found, one.container) })),
    reasons: [reason],
    receiver: readTags(candidate.tags, config).overrides.receiver,
    taskDefinition: found.taskDefinition,
  });
  return { reason, actions: [{ do: 'keep-rollouts', rollouts: kept }, tell(notice)] };
}

const imageOf = ({ images }: FleetService, container: string): string =>
  versionIn(images.find((one) => one.container === container)?.image ?? '');
