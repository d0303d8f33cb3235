import {
  DescribeTasksCommand,
  type ECSClient,
  ListTasksCommand,
  type Task,
} from '@aws-sdk/client-ecs';
import { nameOfArn } from '../../core/arn.ts';
import type { Gap, Use, UseSource } from '../../core/use.ts';
import { allPages, inGroupsOf } from './pages.ts';
import { type Found, nothingFound, type Source, together } from './source.ts';
import { unanswered } from './unanswered.ts';

/** DescribeTasks takes so many. */
const maxTasks = 100;

/**
 * Tasks that run or are about to, and tasks that ended within the hour, which may be in a crash loop: by the digest
 * that was pulled, and by the reference that the next start will resolve. Listing what is meant to RUN includes
 * what is PENDING. Source: ECS API reference, ListTasks.
 */
export const tasks = (client: ECSClient, clusters: () => Promise<readonly string[]>): Source => ({
  source: 'running-task',
  async look() {
    const found: Found[] = [];
    const all = await clusters();
    for (const cluster of all) {
      found.push(await tasksOf(client, cluster, 'RUNNING'));
      found.push(await tasksOf(client, cluster, 'STOPPED'));
    }
    // Tasks come and go; clusters that are not there any more are what would be strange.
    return { ...together(found), subjects: all.length };
  },
});

async function tasksOf(
  client: ECSClient,
  cluster: string,
  desiredStatus: 'RUNNING' | 'STOPPED',
): Promise<Found> {
  const arns = await allPages(async (nextToken) => {
    const answer = await client.send(new ListTasksCommand({ cluster, desiredStatus, nextToken }));
    return { items: answer.taskArns, next: answer.nextToken };
  });
  const found: Found[] = [];
  for (const group of inGroupsOf(maxTasks, arns)) {
    const command = new DescribeTasksCommand({ cluster, tasks: [...group] });
    const { tasks: described = [], failures } = await client.send(command);
    const answered = described.map(({ taskArn }) => taskArn);
    const gaps = unanswered('running-task', group, answered, failures);
    found.push(...described.map(usesOf), { ...nothingFound, gaps });
  }
  return together(found);
}

function usesOf(task: Task): Found {
  const source: UseSource = task.lastStatus === 'STOPPED' ? 'stopped-task' : 'running-task';
  const state = source === 'stopped-task' ? 'stopped' : 'running';
  const by = `${state} task ${nameOfArn(task.clusterArn ?? '')}/${nameOfArn(task.taskArn ?? '')}`;
  const uses: Use[] = [];
  const gaps: Gap[] = [];
  for (const { image, imageDigest, name } of task.containers ?? []) {
    if (!image && isInjected(name)) continue;
    if (!image) gaps.push({ source, why: `${by} does not tell the image of container ${name}` });
    else uses.push({ image, source, by });
    if (image && imageDigest) uses.push({ image: pinned(image, imageDigest), source, by });
  }
  return { uses, gaps, subjects: 1 };
}

/** GuardDuty's agent, which Fargate adds to tasks: its image is AWS's. Source: ECS events as they come. */
export const isInjected = (container: string | undefined): boolean =>
  container?.startsWith('aws-guardduty-agent') ?? false;

/** The reference with the digest that it stood for, in the place of its own. */
export const pinned = (image: string, digest: string): string =>
  `${image.split('@')[0] ?? image}@${digest}`;
