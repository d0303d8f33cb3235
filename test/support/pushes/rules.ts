import { isBody } from '../../../local/cloud/protocols/json.ts';
import type { Body } from '../../../local/cloud/types.ts';
import { decisionsIn } from '../../../local/rehearsal/decisions.ts';
import { nameOfArn } from '../../../shared/core/arn.ts';
import { parseImage } from '../../../shared/core/image.ts';
import { worldOf } from '../stack-world.ts';
import { compareTags, type Day, imageOf, nextFor, serviceNamed, serviceNames } from './model.ts';

const underWay = ['PENDING', 'IN_PROGRESS'];

/**
 * What is wrong with an UpdateService of Deckhand's, just before it is made: a step back, a digest in quarantine, or a
 * deployment under way. Only Deckhand writes digests; what a deployment has been made of already is a way back to it,
 * or a later try of the same.
 */
export async function brokenBy({ service: arn, taskDefinition }: Body, day: Day) {
  const service = serviceNamed(day, nameOfArn(String(arn)));
  const { tag, digest } = await imageIn(day, String(taskDefinition));
  const isKnown = service.serviceDeployments.some(
    ({ targetRevision }) => targetRevision.taskDefinition.taskDefinitionArn === taskDefinition,
  );
  if (digest === null || isKnown) return [];
  const { quarantined } = await worldOf(day.scene).rollouts.load(service.serviceArn);
  const isHeld = (one: string | null) => quarantined.some((held) => held.digest === one);
  const runs = imageOf(service.revision);
  const others = service.serviceDeployments
    .filter(({ status }) => underWay.includes(status))
    .map(({ targetRevision }) => imageOf(targetRevision))
    .filter((image) => !isHeld(image.digest));
  const what = `${service.serviceName}: ${tag}`;
  return [
    ...(compareTags(tag, runs.tag) > 0 ? [] : [`${what} goes out where ${runs.tag} is`]),
    ...(isHeld(digest) ? [`${what} goes out although it is in quarantine`] : []),
    ...others.map((image) => `${what} goes out while ${image.tag} does`),
  ];
}

async function imageIn({ scene }: Day, reference: string) {
  const described = await scene.call('ecs', 'DescribeTaskDefinition', {
    taskDefinition: reference,
  });
  const { taskDefinition } = described;
  const containers = isBody(taskDefinition) ? taskDefinition.containerDefinitions : [];
  const [container] = Array.isArray(containers) ? containers : [];
  const image = parseImage(isBody(container) ? String(container.image) : '');
  return { tag: image?.tag ?? '', digest: image?.digest ?? null };
}

/** What is left open when a day is over, in words. */
export async function leftOpen(day: Day): Promise<readonly string[]> {
  const decided = await decisionsIn(day.scene);
  const open: string[] = [];
  for (const name of serviceNames) {
    const { serviceArn } = serviceNamed(day, name);
    const { newest, quarantined } = await worldOf(day.scene).rollouts.load(serviceArn);
    if (newest && !newest.ending) open.push(`${name}: the rollout of ${newest.id} has not ended`);
    const looks = decided.filter(({ key }) => key.includes(`consider#${serviceArn}`));
    for (const { tag, at } of day.pushes.filter(({ isTold }) => isTold)) {
      const isJudged = looks.some((look) => look.at >= at && look.decision.reasons.length > 0);
      if (!isJudged) open.push(`${name}: nobody looked after the push of ${tag}`);
    }
    const next = nextFor(day, name);
    if (next === null) continue;
    const closed = looks.at(-1)?.decision.reasons.filter(({ holds }) => !holds) ?? [];
    const said = closed.find(({ because }) => because.includes(next.tag))?.because;
    const isHeld = quarantined.some(({ digest }) => digest === next.digest);
    if (!said || !isHeld)
      open.push(`${name}: ${next.tag} should run, and ${said ?? 'nobody says why not'}`);
  }
  return open;
}
