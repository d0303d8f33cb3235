import type { Statement } from '../iam.ts';
import type { QueueSettings } from '../sqs/queue.ts';
import type { Body } from '../types.ts';

/** What `serverless.yml` says, every variable and reference resolved to the local account. */
export type Template = {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly stackName: string;
  readonly functions: readonly LambdaFunction[];
  readonly resources: Resources;
  readonly outputs: readonly {
    readonly key: string;
    readonly value: string;
    readonly description: string | null;
  }[];
};

export type LambdaFunction = {
  /** The key in `serverless.yml`: `taskStopped`. */
  readonly name: string;
  /** The name in AWS: `deckhand-dev-taskStopped`. */
  readonly functionName: string;
  readonly functionArn: string;
  readonly roleArn: string;
  /** Module and export: `functions/task-stopped.handler`. */
  readonly handler: string;
  readonly timeoutMs: number;
  readonly memoryMiB: number;
  readonly environment: { readonly [name: string]: string };
  readonly patterns: readonly Body[];
  readonly queues: readonly QueueEvent[];
  /** The topics it is subscribed to. */
  readonly topicArns: readonly string[];
  /** `rate(…)` and `cron(…)` expressions, with the event they send; `null` sends EventBridge's own. */
  readonly schedules: readonly { readonly expression: string; readonly input: Body | null }[];
  /** What its role allows, as `serverless.yml` writes it. */
  readonly statements: readonly Statement[];
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeMs: number;
  readonly onFailureArn: string | null;
  readonly reservedConcurrency: number | null;
};

export type QueueEvent = {
  readonly queueArn: string;
  readonly batchSize: number;
  /** Whether the handler answers which messages of a batch failed. */
  readonly reportsFailures: boolean;
};

export type Resources = {
  /** `CreateTable` inputs. */
  readonly tables: readonly Body[];
  readonly queues: readonly QueueSettings[];
  /** `CreateSchedule` inputs. */
  readonly schedules: readonly Body[];
  /** Names. */
  readonly topics: readonly string[];
  readonly parameters: readonly {
    readonly name: string;
    readonly type: string;
    readonly value: string;
  }[];
  /** Names. */
  readonly logGroups: readonly string[];
};
