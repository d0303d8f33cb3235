import {
  BatchClient,
  DescribeJobDefinitionsCommand,
  DescribeJobQueuesCommand,
  DescribeJobsCommand,
  type JobStatus,
  ListJobsCommand,
} from '@aws-sdk/client-batch';
import type { Use, UseSource } from '../../core/use.ts';
import type { Connection } from '../connection.ts';
import { allPages, inGroupsOf } from './pages.ts';
import { type Found, nothingFound, type Source, together } from './source.ts';
import { unanswered } from './unanswered.ts';

/** DescribeJobs takes so many. */
const maxJobs = 100;

const unfinished: readonly JobStatus[] = [
  'SUBMITTED',
  'PENDING',
  'RUNNABLE',
  'STARTING',
  'RUNNING',
];

/** AWS Batch's ACTIVE job definitions: a job may be submitted from any of them. */
export function jobDefinitions(connection: Connection): Source {
  const client = new BatchClient(connection.patient());
  return {
    source: 'batch-job-definition',
    async look() {
      const active = await allPages(async (nextToken) => {
        const page = new DescribeJobDefinitionsCommand({ status: 'ACTIVE', nextToken });
        const answer = await client.send(page);
        return { items: answer.jobDefinitions, next: answer.nextToken };
      });
      return together(
        active.map((definition) => {
          const by = `job definition ${definition.jobDefinitionName}:${definition.revision}`;
          return usesIn(definition, 'batch-job-definition', by);
        }),
      );
    },
  };
}

/** Jobs that are queued or run, of every queue: their definition may have been deregistered meanwhile. */
export function jobs(connection: Connection): Source {
  const client = new BatchClient(connection.patient());
  return {
    source: 'batch-job',
    async look() {
      const queues = await allPages(async (nextToken) => {
        const answer = await client.send(new DescribeJobQueuesCommand({ nextToken }));
        return { items: answer.jobQueues, next: answer.nextToken };
      });
      const found: Found[] = [];
      for (const { jobQueueArn = '' } of queues) {
        for (const status of unfinished) found.push(await jobsOf(client, jobQueueArn, status));
      }
      return { ...together(found), subjects: queues.length };
    },
  };
}

async function jobsOf(client: BatchClient, jobQueue: string, jobStatus: JobStatus): Promise<Found> {
  const listed = await allPages(async (nextToken) => {
    const answer = await client.send(new ListJobsCommand({ jobQueue, jobStatus, nextToken }));
    return { items: answer.jobSummaryList, next: answer.nextToken };
  });
  const found: Found[] = [];
  for (const group of inGroupsOf(maxJobs, listed)) {
    const ids = group.flatMap(({ jobId }) => jobId ?? []);
    const { jobs: described = [] } = await client.send(new DescribeJobsCommand({ jobs: ids }));
    const answered = described.map(({ jobId }) => jobId);
    found.push({ ...nothingFound, gaps: unanswered('batch-job', ids, answered) });
    for (const job of described) {
      found.push(usesIn(job, 'batch-job', `job ${job.jobName} (${job.jobId})`));
    }
  }
  return together(found);
}

/** Every container of a job names its image as `image`: container, ECS, EKS and multi-node properties alike. */
function usesIn(described: object, source: UseSource, by: string): Found {
  const images = [...new Set(imagesIn(described))];
  const uses = images.map((image): Use => ({ image, source, by }));
  return { uses, gaps: [], subjects: 1 };
}

function imagesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(imagesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'image' && typeof inner === 'string' ? [inner] : imagesIn(inner),
  );
}
