import {
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import {
  CreateScheduleCommand,
  GetScheduleCommand,
  type GetScheduleOutput,
} from '@aws-sdk/client-scheduler';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Aws } from './aws.ts';
import type { Deployed } from './stacks.ts';

const subnets = ['subnet-0a1b2c3d'];

/** What runs one task of a family on Fargate, on the cluster `prod`. */
const targetOf = (TaskDefinitionArn: string) => ({
  Arn: 'arn:aws:ecs:eu-west-1:111122223333:cluster/prod',
  RoleArn: 'arn:aws:iam::111122223333:role/launcher',
  Input: '{}',
  EcsParameters: {
    TaskDefinitionArn,
    TaskCount: 1,
    LaunchType: 'FARGATE' as const,
    NetworkConfiguration: { awsvpcConfiguration: { Subnets: subnets } },
  },
});

/** A rule of EventBridge that is due at no time the suite lasts. */
export async function aRule(aws: Aws, name: string, taskDefinition: string): Promise<void> {
  const ScheduleExpression = 'cron(0 4 1 1 ? 2099)';
  await aws.eventBridge.send(new PutRuleCommand({ Name: name, ScheduleExpression }));
  const Targets = [{ Id: 'task', ...targetOf(taskDefinition) }];
  await aws.eventBridge.send(new PutTargetsCommand({ Rule: name, Targets }));
}

export async function ofRule(aws: Aws, name: string): Promise<readonly Target[]> {
  const { Targets } = await aws.eventBridge.send(new ListTargetsByRuleCommand({ Rule: name }));
  return Targets ?? [];
}

/** A schedule of EventBridge Scheduler, which is off: nobody is to wait for four o'clock, or to meet it. */
export async function aSchedule(aws: Aws, name: string, taskDefinition: string): Promise<void> {
  await aws.scheduler.send(
    new CreateScheduleCommand({
      Name: name,
      State: 'DISABLED',
      ScheduleExpression: 'cron(0 4 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/Paris',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: targetOf(taskDefinition),
    }),
  );
}

export const ofSchedule = (aws: Aws, name: string): Promise<Partial<GetScheduleOutput>> =>
  aws.scheduler.send(new GetScheduleCommand({ Name: name }));

/** Does what a schedule of the stack does once a day: puts its input onto the queue, with the time in it. */
export async function due(aws: Aws, stack: Deployed, schedule: string): Promise<void> {
  const { Input } = Object(stack.propertiesOf(schedule).Target);
  const time = new Date().toISOString();
  const MessageBody = String(Input).replaceAll('<aws.scheduler.scheduled-time>', time);
  const QueueUrl = stack.outputs.CleanupQueueUrl;
  await aws.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
}
