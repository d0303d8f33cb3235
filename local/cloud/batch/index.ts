import { z } from 'zod';
import { action, page } from '../action.ts';
import type { Body, Kernel, Service } from '../types.ts';

const Page = { nextToken: z.string().optional(), maxResults: z.number().optional() };
const Properties = z.record(z.string(), z.unknown()).optional();
const Register = z.looseObject({
  jobDefinitionName: z.string(),
  type: z.string().default('container'),
  containerProperties: Properties,
  ecsProperties: Properties,
  eksProperties: Properties,
  nodeProperties: Properties,
});

type Definition = {
  readonly name: string;
  readonly revision: number;
  status: string;
  described: Body;
};
type Job = { readonly id: string; readonly queueArn: string; status: string; described: Body };

/** AWS Batch: job definitions, queues and the jobs in them, to be looked at. A job stays as it is submitted: RUNNABLE. */
export function createBatch(kernel: Kernel): { readonly service: Service } {
  const definitions: Definition[] = [];
  const queues = new Map<string, string>();
  const jobs: Job[] = [];
  const arn = (resource: string): string =>
    `arn:${kernel.partition}:batch:${kernel.region}:${kernel.account}:${resource}`;
  const queueArnOf = (queue: string): string => queues.get(queue) ?? queue;

  function register({ jobDefinitionName: name, ...given }: z.infer<typeof Register>): Body {
    const revision = definitions.filter((one) => one.name === name).length + 1;
    const jobDefinitionArn = arn(`job-definition/${name}:${revision}`);
    const described = { jobDefinitionName: name, jobDefinitionArn, revision, ...given };
    definitions.push({ name, revision, status: 'ACTIVE', described });
    return { jobDefinitionName: name, jobDefinitionArn, revision };
  }

  const definitionOf = (reference: string): Definition | undefined => {
    const [name, revision] = reference.slice(reference.lastIndexOf('/') + 1).split(':');
    const fitting = definitions.filter((one) => one.name === name);
    return revision === undefined
      ? fitting.findLast(({ status }) => status === 'ACTIVE')
      : fitting.find((one) => one.revision === Number(revision));
  };

  const actions = {
    RegisterJobDefinition: action({ input: Register, answer: register }),
    DeregisterJobDefinition: action({
      input: z.looseObject({ jobDefinition: z.string() }),
      answer({ jobDefinition }) {
        const definition = definitionOf(jobDefinition);
        if (definition) definition.status = 'INACTIVE';
        return {};
      },
    }),
    CreateJobQueue: action({
      input: z.looseObject({ jobQueueName: z.string() }),
      answer({ jobQueueName }) {
        queues.set(jobQueueName, arn(`job-queue/${jobQueueName}`));
        return { jobQueueName, jobQueueArn: queues.get(jobQueueName) };
      },
    }),
    SubmitJob: action({
      input: z.looseObject({
        jobName: z.string(),
        jobQueue: z.string(),
        jobDefinition: z.string(),
      }),
      answer({ jobName, jobQueue, jobDefinition }) {
        const id = kernel.dice.uuid();
        const queueArn = queueArnOf(jobQueue);
        const { containerProperties } = definitionOf(jobDefinition)?.described ?? {};
        const described = {
          jobName,
          jobId: id,
          jobQueue: queueArn,
          container: containerProperties,
        };
        jobs.push({ id, queueArn, status: 'RUNNABLE', described });
        return { jobName, jobId: id };
      },
    }),
    TerminateJob: action({
      input: z.looseObject({ jobId: z.string() }),
      answer({ jobId }) {
        for (const job of jobs.filter(({ id }) => id === jobId)) job.status = 'FAILED';
        return {};
      },
    }),
    DescribeJobDefinitions: action({
      input: z.looseObject({ status: z.string().optional(), ...Page }),
      answer({ status, nextToken, maxResults = 100 }) {
        const fitting = definitions.filter((one) => status === undefined || one.status === status);
        const shown = page(fitting, nextToken, maxResults);
        const jobDefinitions = shown.items.map((one) => ({ ...one.described, status: one.status }));
        return { jobDefinitions, nextToken: shown.nextToken };
      },
    }),
    DescribeJobQueues: action({
      input: z.looseObject(Page),
      answer({ nextToken, maxResults = 100 }) {
        const shown = page([...queues], nextToken, maxResults);
        const jobQueues = shown.items.map(([jobQueueName, jobQueueArn]) => ({
          ...{ jobQueueName, jobQueueArn, state: 'ENABLED', status: 'VALID' },
        }));
        return { jobQueues, nextToken: shown.nextToken };
      },
    }),
    ListJobs: action({
      input: z.looseObject({ jobQueue: z.string(), jobStatus: z.string().optional(), ...Page }),
      answer({ jobQueue, jobStatus = 'RUNNING', nextToken, maxResults = 100 }) {
        const fitting = jobs.filter(
          ({ queueArn, status }) => queueArn === queueArnOf(jobQueue) && status === jobStatus,
        );
        const shown = page(fitting, nextToken, maxResults);
        const jobSummaryList = shown.items.map(({ id, status, described }) => ({
          ...{ jobId: id, jobName: described.jobName, status },
        }));
        return { jobSummaryList, nextToken: shown.nextToken };
      },
    }),
    DescribeJobs: action({
      input: z.looseObject({ jobs: z.array(z.string()).max(100) }),
      answer: (input) => ({
        jobs: jobs
          .filter(({ id }) => input.jobs.includes(id))
          .map(({ status, described }) => ({ ...described, status })),
      }),
    }),
  };
  return { service: { name: 'batch', actions } };
}
