/** API calls by function: `{ 'callDue ecs:RunTask': 1 }`. */
export type Cost = { readonly [call: string]: number };

/** All of these together. */
export function total(...costs: readonly Cost[]): Cost {
  const sum: { [call: string]: number } = {};
  for (const cost of costs) {
    for (const [call, count] of Object.entries(cost)) sum[call] = (sum[call] ?? 0) + count;
  }
  return sum;
}

export const times = (count: number, cost: Cost): Cost =>
  total(...Array.from({ length: count }, () => cost));

const by = (fn: string, counts: Cost): Cost =>
  Object.fromEntries(Object.entries(counts).map(([call, count]) => [`${fn} ${call}`, count]));

/** Lease and record; and one outcome for each action. */
const recorded = (actions: number): Cost => ({ 'dynamodb:UpdateItem': 2 + actions });
const remember: Cost = { 'dynamodb:BatchGetItem': 1 };
const notice: Cost = { 'sqs:SendMessage': 1 };
const later: Cost = { 'sqs:SendMessage': 1 };
const spend: Cost = { 'dynamodb:GetItem': 1, 'dynamodb:PutItem': 1 };
const runTask: Cost = { 'ecs:RunTask': 1 };
const rememberLineage: Cost = { 'dynamodb:PutItem': 1 };
const definition: Cost = { 'ecs:DescribeTaskDefinition': 1 };

/** How a task was launched is written down. */
export const launchRemembered = by(
  'taskLaunched',
  total(recorded(1), { 'dynamodb:BatchWriteItem': 1 }),
);

/** The incident, and the silences. */
const looked: Cost = { 'dynamodb:GetItem': 1, 'dynamodb:Query': 1 };

const update = by('noticeDue', {
  ...looked,
  'ssm:GetParameter': 1,
  'slack:chat.update': 1,
  'slack:chat.postMessage': 1,
  'dynamodb:PutItem': 1,
});

const opened = by('noticeDue', {
  ...looked,
  'ssm:GetParameter': 1,
  'slack:chat.postMessage': 1,
  'dynamodb:PutItem': 1,
});

/** What the steps of a restart cost; every story is a sum of them. */
export const costOf = {
  /** A launch that came to nothing is told. */
  launchFailed: by('taskLaunched', total(recorded(1), notice)),
  /** A Spot warning is told. */
  warn: by('taskStopped', total(recorded(1), notice)),
  /** A stop that is looked at and told; its log is read where a container has run. */
  report: by('taskStopped', total(recorded(1), remember, definition, notice)),
  log: by('taskStopped', { 'logs:GetLogEvents': 1 }),
  /** One whose task definition says that it is not our business. */
  leaveAlone: by('taskStopped', total(recorded(0), remember, definition)),
  /** The same as a report, with a restart that comes later. */
  plan: by('taskStopped', total(recorded(2), remember, definition, later, notice)),
  /** The same, with a restart at once. */
  atOnce: by(
    'taskStopped',
    total(recorded(3), remember, definition, spend, runTask, rememberLineage, later, notice),
  ),
  /** What was looked at before is looked at again, as CloudTrail may have told by now: it has not yet, or it has. */
  lookInVain: by('callDue', total(recorded(1), remember, definition, later)),
  planLate: by('callDue', total(recorded(2), remember, definition, later, notice)),
  reportLate: by('callDue', total(recorded(1), remember, definition, notice)),
  logLate: by('callDue', { 'logs:GetLogEvents': 1 }),
  /** A restart's time has come. */
  restart: by(
    'callDue',
    total(recorded(3), remember, spend, runTask, rememberLineage, later, notice),
  ),
  /** It has, and RunTask starts nothing: that is thought about at once. */
  startNothing: by('callDue', total(recorded(3), remember, spend, runTask, rememberLineage, later)),
  planNext: by('callDue', total(recorded(2), later, notice)),
  giveUpNext: by('callDue', total(recorded(1), notice)),
  /** Its time is further off than SQS can wait. */
  hop: by('callDue', later),
  /** It has, and the budget is used up, or somebody has stopped Deckhand since. */
  refuse: by('callDue', total(recorded(1), remember, notice)),
  /** Looking whether the restarted task still runs: it does not, or it does. */
  checkInVain: by('callDue', total(recorded(0), remember, { 'ecs:ListTasks': 1 })),
  check: by(
    'callDue',
    total(recorded(1), remember, { 'ecs:ListTasks': 1, 'ecs:DescribeTasks': 1 }, notice),
  ),
  /** The same, when a later attempt has been made since. */
  checkOfOld: by('callDue', total(recorded(0), remember)),
  /** A restarted task that ended as somebody wanted. */
  end: by('taskStopped', total(recorded(1), remember, notice)),
  /** An alarm that says all there is to say. */
  alarm: by('alarmChanged', total(recorded(1), notice)),
  /** A deployment of images that are not known yet begins, and ends: the index of images learns of them. */
  deployed: by(
    'serviceChanged',
    total(recorded(1), recorded(0), definition, {
      'dynamodb:GetItem': 2,
      'dynamodb:BatchGetItem': 2,
      'dynamodb:BatchWriteItem': 1,
      'ecs:DescribeServices': 1,
    }),
  ),
  /** A mail, and the first message of an incident in Slack: with the wake-up that reminds people. */
  mail: by('noticeDue', { ...looked, 'sns:Publish': 1, 'dynamodb:PutItem': 1, ...later }),
  opening: total(opened, by('noticeDue', later)),
  /** The same where nothing fires, so that there is nothing to remind people of. */
  said: opened,
  /** A change of the message, with a line in its thread. */
  update,
  /** The same for what comes within the group interval: it is folded, and told when its time has come. */
  updateLater: total(
    by('noticeDue', { 'dynamodb:GetItem': 1, 'dynamodb:PutItem': 1, ...later }),
    by('callDue', notice),
    update,
  ),
  /** A wake-up is handed on. */
  wake: by('callDue', notice),
  /** The graph of an alarm is drawn and uploaded, before its message. */
  drawing: by('noticeDue', {
    'cloudwatch:GetMetricWidgetImage': 1,
    'slack:files.getUploadURLExternal': 1,
    'slack:upload': 1,
    'slack:files.completeUploadExternal': 1,
  }),
  /** A repository in a run of cleanups, beside what it asks ECR: it is called for, decided about, and told of. */
  cleanup: by('cleanupDue', total(recorded(2), remember, later, { 'dynamodb:PutItem': 1 })),
  /** What was seen and decided of some fifty images and more is packed into items of its own. */
  packed: by('cleanupDue', { 'dynamodb:BatchWriteItem': 1 }),
  /** Up to a hundred images go: nobody has stopped Deckhand meanwhile, and what became of them is written down. */
  deletion: by('cleanupDue', { 'dynamodb:GetItem': 1, 'dynamodb:UpdateItem': 1 }),
  /**
   * What a run of the guard asks ECR, for up to 1,000 repositories: whose policy, one call each; where there is one,
   * its preview, in two; and the images of those that somebody uses.
   */
  guard: (count: {
    readonly repositories: number;
    readonly policies: number;
    readonly used: number;
  }): Cost =>
    by('cleanupDue', {
      'ecr:DescribeRepositories': 1,
      'ecr:GetLifecyclePolicy': count.repositories,
      'ecr:StartLifecyclePolicyPreview': count.policies,
      'ecr:GetLifecyclePolicyPreview': count.policies,
      'ecr:DescribeImages': count.used,
    }),
} as const;
