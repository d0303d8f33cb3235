import { partitionOfRegion } from '../../core/arn.ts';
import type { Notice } from '../../core/notice.ts';
import type { Rollout } from '../../core/rollout.ts';
import { isDeployedWith } from '../deployed-for.ts';
import type { Setting } from '../setting.ts';

/** What happens so soon after the end of a rollout comes of it. */
const afterwardsMs = 2 * 60_000;
/** Longer than what began during a rollout is expected to last. */
const rememberedMs = 24 * 60 * 60_000;

/**
 * What happens to a service while an image is rolled out in it is told in the conversation about that: its alarms, its
 * failed tasks. What is over is told there and in its own: it may have begun before the rollout, or during it.
 */
export async function inRollout(
  notice: Notice,
  { world, config }: Setting,
): Promise<readonly Notice[]> {
  if (notice.leads || !isDeployedWith('rollout', config)) return [notice];
  const serviceArn = serviceIn(notice.labels);
  if (serviceArn === null) return [notice];
  const { newest } = await world.rollouts.load(serviceArn);
  if (newest === null || newest.incident === notice.incident) return [notice];
  const { incident } = newest;
  const at = Date.parse(notice.at);
  if (notice.phase === 'resolved') {
    const isRecent = at - Date.parse(newest.startedAt) < rememberedMs;
    return isRecent ? [notice, { ...notice, incident, aside: true }] : [notice];
  }
  return isPartOf(newest, at) ? [{ ...notice, incident }] : [notice];
}

const isPartOf = ({ startedAt, endedAt }: Rollout, at: number): boolean =>
  at >= Date.parse(startedAt) &&
  (endedAt === undefined || at <= Date.parse(endedAt) + afterwardsMs);

/** The ARN of the service that a notice is about; `null` where it is about none, or does not say where. */
function serviceIn({ account, region, cluster, service }: Notice['labels']): string | null {
  if (!account || !region || !cluster || !service) return null;
  return `arn:${partitionOfRegion(region)}:ecs:${region}:${account}:service/${cluster}/${service}`;
}
