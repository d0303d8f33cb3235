import {
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  type ECSClient,
  ListServiceDeploymentsCommand,
  ListServicesCommand,
  type Service,
  type ServiceDeploymentBrief,
  type ServiceDeploymentStatus,
  type ServiceRevision,
} from '@aws-sdk/client-ecs';
import { nameOfArn } from '../../core/arn.ts';
import type { Gap, Use, UseSource } from '../../core/use.ts';
import type { Definitions } from './definitions.ts';
import { allPages, inGroupsOf } from './pages.ts';
import { type Found, nothingFound, type Source, together } from './source.ts';
import { isInjected, pinned } from './tasks.ts';
import { unanswered } from './unanswered.ts';

/** DescribeServices takes 10, DescribeServiceRevisions 20. */
const maxServices = 10;
const maxRevisions = 20;

/** Deployments that go on, and revisions that they may still go back to. */
const inProgress: readonly ServiceDeploymentStatus[] = [
  'PENDING',
  'IN_PROGRESS',
  'STOP_REQUESTED',
  'ROLLBACK_REQUESTED',
  'ROLLBACK_IN_PROGRESS',
];

/**
 * What services run, or would run: the task definition even where no task is wanted, deployments and task sets, the
 * digests that current revisions pin (their tag may have moved since), and what a rollback goes back to.
 */
export const services = (
  client: ECSClient,
  clusters: () => Promise<readonly string[]>,
  definitions: Definitions,
): Source => ({
  source: 'service',
  async look() {
    const found: Found[] = [];
    for (const cluster of await clusters()) {
      const { described, gaps } = await servicesOf(client, cluster);
      found.push({ ...nothingFound, gaps });
      for (const service of described) {
        found.push(await definitionsOf(service, definitions));
        found.push(await revisionsOf(client, service));
      }
    }
    return together(found);
  },
});

async function servicesOf(client: ECSClient, cluster: string) {
  const arns = await allPages(async (nextToken) => {
    const page = new ListServicesCommand({ cluster, maxResults: 100, nextToken });
    const answer = await client.send(page);
    return { items: answer.serviceArns, next: answer.nextToken };
  });
  const described: Service[] = [];
  const gaps: Gap[] = [];
  for (const group of inGroupsOf(maxServices, arns)) {
    const command = new DescribeServicesCommand({ cluster, services: [...group] });
    const { services: some = [], failures } = await client.send(command);
    const answered = some.map(({ serviceArn }) => serviceArn);
    described.push(...some);
    gaps.push(...unanswered('service', group, answered, failures));
  }
  return { described, gaps };
}

const nameOf = ({ clusterArn = '', serviceArn = '' }: Service): string =>
  `service ${nameOfArn(clusterArn)}/${nameOfArn(serviceArn)}`;

/** By task definition: the service's own, and those of its deployments and task sets. */
async function definitionsOf(service: Service, definitions: Definitions): Promise<Found> {
  const named = nameOf(service);
  const references = new Map<string, readonly [source: UseSource, by: string]>();
  const refer = (reference: string | undefined, source: UseSource, by: string): void => {
    if (reference && !references.has(reference)) references.set(reference, [source, by]);
  };
  for (const { taskDefinition, id, rolloutState } of service.deployments ?? []) {
    const source = rolloutState === 'IN_PROGRESS' ? 'service-deployment' : 'service';
    refer(taskDefinition, source, `deployment ${id} of ${named}`);
  }
  for (const { taskDefinition, id } of service.taskSets ?? []) {
    refer(taskDefinition, 'task-set', `task set ${id} of ${named}`);
  }
  refer(service.taskDefinition, 'service', named);
  const found: Found[] = [];
  for (const [reference, [source, by]] of references) {
    found.push(await definitions.usesBy(source, reference, by));
  }
  return { ...together(found), subjects: 1 };
}

/** By the digests that revisions pin. Only services of the ECS controller have revisions. */
async function revisionsOf(client: ECSClient, service: Service): Promise<Found> {
  const controller = service.deploymentController?.type ?? 'ECS';
  if (controller !== 'ECS') return together([]);
  const reasons = new Map<string, readonly [source: UseSource, why: string]>();
  for (const { arn } of service.currentServiceRevisions ?? []) {
    if (arn) reasons.set(arn, ['service-revision', 'pins this digest']);
  }
  for (const [arn, reason] of rollbackTargets(await deploymentsOf(client, service))) {
    if (!reasons.has(arn)) reasons.set(arn, reason);
  }
  const found: Found[] = [];
  for (const group of inGroupsOf(maxRevisions, [...reasons.keys()])) {
    const command = new DescribeServiceRevisionsCommand({ serviceRevisionArns: [...group] });
    const { serviceRevisions = [], failures = [] } = await client.send(command);
    for (const { arn = '', reason } of failures) {
      const why = `revision ${nameOfArn(arn)} of ${nameOf(service)} cannot be described: ${reason}`;
      found.push({ uses: [], gaps: [{ source: 'service-revision', why }], subjects: 0 });
    }
    for (const revision of serviceRevisions) {
      const reason = reasons.get(revision.serviceRevisionArn ?? '');
      if (reason) found.push(usesOf(revision, nameOf(service), reason));
    }
  }
  return { ...together(found), subjects: 0 };
}

/** Newest first; deployments are kept for 90 days. Source: ECS developer guide, service deployments. */
async function deploymentsOf(
  client: ECSClient,
  { clusterArn, serviceArn }: Service,
): Promise<readonly ServiceDeploymentBrief[]> {
  const all = await allPages(async (nextToken) => {
    const page = new ListServiceDeploymentsCommand({
      cluster: clusterArn,
      service: serviceArn,
      status: ['SUCCESSFUL', ...inProgress],
      maxResults: 100,
      nextToken,
    });
    const answer = await client.send(page);
    return { items: answer.serviceDeployments, next: answer.nextToken };
  });
  return all.toSorted(
    (one, other) => (other.createdAt?.getTime() ?? 0) - (one.createdAt?.getTime() ?? 0),
  );
}

/** The two newest revisions that were deployed with success, the one now running among them; and any under way. */
function rollbackTargets(deployments: readonly ServiceDeploymentBrief[]) {
  const reasons = new Map<string, readonly [source: UseSource, why: string]>();
  const successful = deployments.filter(({ status }) => status === 'SUCCESSFUL').slice(0, 2);
  for (const { targetServiceRevisionArn } of successful) {
    if (!targetServiceRevisionArn) continue;
    reasons.set(targetServiceRevisionArn, ['rollback-target', 'would be gone back to']);
  }
  for (const { status = '', targetServiceRevisionArn } of deployments) {
    if (!targetServiceRevisionArn || !inProgress.some((one) => one === status)) continue;
    reasons.set(targetServiceRevisionArn, ['service-deployment', 'is being deployed']);
  }
  return reasons;
}

function usesOf(
  { serviceRevisionArn = '', containerImages = [] }: ServiceRevision,
  service: string,
  [source, why]: readonly [source: UseSource, why: string],
): Found {
  const by = `${service} revision ${nameOfArn(serviceRevisionArn)} ${why}`;
  const uses: Use[] = [];
  const gaps: Gap[] = [];
  for (const { image, imageDigest, containerName } of containerImages) {
    if (!image && isInjected(containerName)) continue;
    if (!image) gaps.push({ source, why: `${by}, and no image of container ${containerName}` });
    else uses.push({ image: imageDigest ? pinned(image, imageDigest) : image, source, by });
  }
  return { uses, gaps, subjects: 1 };
}
