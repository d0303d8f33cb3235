import type { Task } from '../../local/cloud/ecs/state/model.ts';
import type { Behaviour } from '../../local/cloud/ecs/state/program.ts';
import type { SlackChannel, SlackMessage } from '../../local/cloud/slack/index.ts';
import type { Body } from '../../local/cloud/types.ts';
import { openStage, type Stage, type StageOptions } from '../../local/stage.ts';
import { withheldFrom } from './withheld.ts';

export const minute = 60_000;
export const hour = 60 * minute;

/** A stage with a cluster `prod` and a Fargate family `report`, whose one container `app` logs to `/ecs/report`. */
export type Scene = Stage & {
  /** Lets `durationMs` of virtual time go by. */
  readonly pass: (durationMs: number) => Promise<void>;
  readonly register: (definition?: Body) => Promise<string>;
  /** Runs one task as a person would; answers its ARN. */
  readonly runTask: (input?: Body) => Promise<string>;
  /** The messages of `#ops` that people see, newest last, threads left out. */
  readonly board: () => readonly SlackMessage[];
  /** What stands above each of them: `✅ report: The application ended with an error — runs again`. */
  readonly titles: () => readonly string[];
  /** All that they say, blocks and all, as one text. */
  readonly shown: () => string;
  readonly channel: SlackChannel;
  /** Calls that Deckhand's functions made: `taskStopped ecs:RunTask`. */
  readonly callsOfDeckhand: () => readonly string[];
  /**
   * The same, counted; but for wake-ups of incidents that are put back while they wait, four an hour, which the
   * stories about reminders count.
   */
  readonly tally: () => { readonly [call: string]: number };
  /** Restarts: tasks that Deckhand started, oldest first. */
  readonly restarts: () => readonly Task[];
  /** Says what the runs of a family do, one after the other; the last holds for all that follow. */
  readonly play: (family: string, ...runs: readonly Behaviour[]) => void;
};

/** The scenes that were opened, until somebody takes them out: `test/support/played.ts` does after each story. */
export const openedScenes: Stage[] = [];

/**
 * What one invocation asked for twice in the very same words: work for nothing. But for the budget, which every restart
 * of a batch has to read anew, as the one before it has spent from it; the kill switch, before each action that a later
 * try resumes; the rollout that a notice may be part of, which may have begun or ended since the last; the last look
 * before images are deleted; a schedule, before and after it is written; a secret that was refused, which may have been
 * replaced since it was read; and where to upload a picture that a message may not show yet.
 */
export const askedTwice = ({ cloud }: Stage): readonly string[] => {
  const asked = cloud.calls
    .filter(({ invocation, outcome }) => invocation > 0 && outcome === 'ok')
    .map(({ invocation, principal, service, action, input }) =>
      JSON.stringify([invocation, `${principal} ${service}:${action}`, input]),
    );
  const isMeant = (call: string): boolean =>
    /budget#|rollouts#|turns#|kill-switch|scheduler:GetSchedule|events:ListTargetsByRule/.test(
      call,
    ) ||
    /ssm:GetParameter|secretsmanager:GetSecretValue|files.getUploadURLExternal/.test(call) ||
    isLastLook(call, asked);
  return asked.filter((call, index) => asked.indexOf(call) !== index && !isMeant(call));
};

/** Just before images are deleted all uses are looked for once more; what never changes, a revision, is not. */
const isLastLook = (call: string, asked: readonly string[]): boolean =>
  call.includes('cleanupDue') &&
  !/DescribeTaskDefinition.*:\d+"/.test(call) &&
  asked.filter((other) => other === call).length === 2;

export const fargateNetwork = {
  awsvpcConfiguration: { subnets: ['subnet-0a11', 'subnet-0b22'], securityGroups: ['sg-0c33'] },
};

/** The definition of the Fargate family that most stories are about. */
export const reportDefinition = {
  family: 'report',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  taskRoleArn: 'arn:aws:iam::123456789012:role/report-task',
  executionRoleArn: 'arn:aws:iam::123456789012:role/report-execution',
  containerDefinitions: [
    {
      name: 'app',
      image: 'public.ecr.aws/shop/report:1.0.0',
      essential: true,
      logConfiguration: {
        logDriver: 'awslogs',
        options: {
          'awslogs-group': '/ecs/report',
          'awslogs-region': 'us-east-1',
          'awslogs-stream-prefix': 'ecs',
        },
      },
    },
  ],
} satisfies Body;

export async function openScene(options: StageOptions = {}): Promise<Scene> {
  const stage = await openStage({ revise: withheldFrom, ...options });
  const { cloud, call } = stage;
  openedScenes.push(stage);
  await call('ecs', 'CreateCluster', { clusterName: 'prod' });
  await call('ecs', 'PutClusterCapacityProviders', {
    cluster: 'prod',
    capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
    defaultCapacityProviderStrategy: [],
  });
  cloud.logs.createGroup('/ecs/report');
  await call('ecs', 'RegisterTaskDefinition', reportDefinition);
  const [channel] = cloud.slack.channels.all();
  if (!channel) throw new Error('the stage has no channel');
  const calls = () => cloud.calls.filter(({ invocation }) => invocation > 0);
  const callsOfDeckhand = () => calls().map(nameOfCall);
  const board = () => channel.messages.filter(({ threadTs }) => threadTs === null);
  return {
    ...stage,
    channel,
    pass: (durationMs) => cloud.time.pass(durationMs),
    register: async (definition = reportDefinition) => {
      const { taskDefinition } = await call('ecs', 'RegisterTaskDefinition', definition);
      return textIn(taskDefinition, 'taskDefinitionArn');
    },
    runTask: async (input = {}) => {
      const { tasks } = await call('ecs', 'RunTask', {
        cluster: 'prod',
        taskDefinition: 'report',
        launchType: 'FARGATE',
        networkConfiguration: fargateNetwork,
        ...input,
      });
      return textIn(Array.isArray(tasks) ? tasks[0] : null, 'taskArn');
    },
    board,
    titles: () => board().map(titleOf),
    shown: () => board().map(textOf).join('\n'),
    callsOfDeckhand,
    tally: () =>
      tally(
        calls()
          .filter((one) => !isHop(one))
          .map(nameOfCall),
      ),
    restarts: () => cloud.ecs.tasks().filter(({ startedBy }) => startedBy?.startsWith('deckhand/')),
    play: (family, ...runs) =>
      cloud.ecs.program({ family }, ({ earlier }) => runs[earlier] ?? runs.at(-1) ?? {}),
  };
}

function textIn(body: unknown, field: string): string {
  if (typeof body === 'object' && body !== null && field in body) {
    const value: unknown = Object.entries(body).find(([key]) => key === field)?.[1];
    if (typeof value === 'string') return value;
  }
  throw new Error(`the answer has no ${field}: ${JSON.stringify(body)}`);
}

/** What a Slack message says, blocks and all, as one text. */
export const textOf = ({ text, blocks, attachments }: SlackMessage): string =>
  JSON.stringify([text, blocks, attachments]);

type CallOfCloud = Stage['cloud']['calls'][number];

const nameOfCall = ({ principal, service, action }: CallOfCloud): string =>
  `${principal} ${service}:${action}`;

/** A wake-up whose time is further off than SQS can wait. */
export const isHop = ({ principal, input }: CallOfCloud): boolean =>
  principal === 'callDue' && JSON.stringify(input).includes(String.raw`\"playbook\":\"notify\"`);

/** Counts calls by what they are: `{ 'ecs:RunTask': 1 }`. */
function tally(calls: readonly string[]): { readonly [call: string]: number } {
  const counts: { [call: string]: number } = {};
  for (const call of calls) counts[call] = (counts[call] ?? 0) + 1;
  return counts;
}

export const titleOf = ({ attachments }: SlackMessage): string => {
  const [first] = attachments;
  return isRecord(first) && typeof first.fallback === 'string' ? unescaped(first.fallback) : '';
};

/** Slack's text as people see it. */
const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const isRecord = (value: unknown): value is { readonly [field: string]: unknown } =>
  typeof value === 'object' && value !== null;

/** A container that ends by itself. */
export const ends = (code: number, afterMs = 2 * minute): Behaviour => ({
  exits: { afterMs, code },
});

/** A `deckhand.yml` that acts and tells `#ops`, with these further lines. */
export const acting = (yaml: string): StageOptions => ({
  config: `
mode: act
notify:
  route: { receiver: ops }
  receivers:
    - { name: ops, slack: { channel: "#ops", tokenParameter: /deckhand/slack-token } }
${yaml}
`,
});

/** A report that fails, is restarted and ends well: three notices, and what the last of them says. */
export async function reportFailsOnce(scene: Scene): Promise<void> {
  scene.play('report', ends(1, 3 * minute), ends(0, minute));
  await scene.runTask();
}

export const endedWell = '✅ report: The application ended with an error — restart 1 ended well';

/** What stands in the threads, oldest first. */
export const threadOf = ({ channel }: Scene): readonly string[] =>
  channel.messages.filter(({ threadTs }) => threadTs !== null).map(({ text }) => text);
