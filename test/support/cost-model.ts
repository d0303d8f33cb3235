import { type Cost, costOf, launchRemembered, total } from './costs.ts';

/** What happens in a month. */
export type Fleet = {
  /** Tasks that stopped and were reported; and those that were restarted as well, and ended well. */
  readonly reported: number;
  readonly restarted: number;
  /** RunTask calls that CloudTrail tells of. */
  readonly launches: number;
  readonly deployments: number;
  /** Changes of alarms' states. */
  readonly alarms: number;
  /** Repositories that are cleaned up every day. */
  readonly repositories: number;
};

export const fleets: { readonly [size: string]: Fleet } = {
  small: {
    reported: 70,
    restarted: 30,
    launches: 1_000,
    deployments: 60,
    alarms: 100,
    repositories: 5,
  },
  medium: {
    ...{ reported: 2_000, restarted: 1_000, launches: 50_000 },
    ...{ deployments: 1_500, alarms: 3_000, repositories: 50 },
  },
  large: {
    ...{ reported: 40_000, restarted: 20_000, launches: 1_000_000 },
    ...{ deployments: 20_000, alarms: 50_000, repositories: 500 },
  },
};

/** List prices of US East (N. Virginia) in US dollars; no free tier, as the account may have used it for other things. */
const price = {
  lambdaRequest: 0.2e-6,
  lambdaGbSecondArm: 0.0000133334,
  dynamoWriteUnit: 0.625e-6,
  dynamoReadUnit: 0.125e-6,
  sqsRequest: 0.4e-6,
  logsGb: 0.5,
  alarm: 0.1,
  dashboard: 3,
  metric: 0.3,
};

/** What one of these is taken for, on the high side. */
export const assumed = {
  gbSecondsPerInvocation: 0.25,
  /** A repository of 500 images a day: a function of 1 GB for half a minute; what it sees and decides, packed. */
  gbSecondsPerCleanup: 30,
  unitsPackedPerCleanup: 60,
  /** The uses of all images, which each cleanup reads: 200 KB, packed. */
  unitsOfUsesPerCleanup: 50,
  unitsPerWrite: 4,
  unitsPerRead: 2,
  kbLoggedPerInvocation: 4,
  /** Each queue is asked five times at once for 20 seconds, all month long. */
  emptyReceivesPerQueue: 5 * 3 * 60 * 24 * 30,
  queues: 3,
  alarms: 27,
  metrics: 16,
  daysPerMonth: 30,
};

/** One restart: planned and told, done and told, looked at again and told. */
const restart = total(
  costOf.plan,
  costOf.log,
  costOf.opening,
  ...[costOf.restart, costOf.update, costOf.check, costOf.update],
);

const scaled = (count: number, cost: Cost): Cost =>
  Object.fromEntries(Object.entries(cost).map(([call, calls]) => [call, calls * count]));

const cleanupsOf = ({ repositories }: Fleet): number => repositories * assumed.daysPerMonth;

const callsOf = (fleet: Fleet): Cost =>
  total(
    scaled(fleet.reported, total(costOf.report, costOf.log, costOf.opening)),
    scaled(fleet.restarted, restart),
    scaled(fleet.launches, launchRemembered),
    scaled(fleet.deployments, costOf.deployed),
    scaled(fleet.alarms, total(costOf.alarm, costOf.update)),
    scaled(cleanupsOf(fleet), total(costOf.cleanup, costOf.packed, costOf.deletion)),
  );

const sumOf = (calls: Cost, pattern: RegExp): number =>
  Object.entries(calls).reduce((sum, [call, count]) => (pattern.test(call) ? sum + count : sum), 0);

/** Each event is an invocation, and so is each message on a queue. */
const invocationsOf = (fleet: Fleet, sent: number): number =>
  sent + fleet.reported + fleet.restarted + fleet.launches + 2 * fleet.deployments + fleet.alarms;

/** A month's bill in US dollars, line by line. */
export function billOf(fleet: Fleet): { readonly [line: string]: number } {
  const calls = callsOf(fleet);
  const sent = sumOf(calls, /sqs:SendMessage$/);
  const cleanups = cleanupsOf(fleet);
  const invocations = invocationsOf(fleet, sent);
  const gbSeconds =
    invocations * assumed.gbSecondsPerInvocation + cleanups * assumed.gbSecondsPerCleanup;
  const writes = sumOf(calls, /dynamodb:(Update|Put|BatchWrite)Item$/);
  const reads = sumOf(calls, /dynamodb:(Get|BatchGet)Item$|dynamodb:Query$/);
  // A message is sent, received and deleted.
  const requests = 3 * sent + assumed.queues * assumed.emptyReceivesPerQueue;
  const lines = {
    Lambda: invocations * price.lambdaRequest + gbSeconds * price.lambdaGbSecondArm,
    DynamoDB:
      (writes * assumed.unitsPerWrite + cleanups * assumed.unitsPackedPerCleanup) *
        price.dynamoWriteUnit +
      (reads * assumed.unitsPerRead + cleanups * assumed.unitsOfUsesPerCleanup) *
        price.dynamoReadUnit,
    SQS: requests * price.sqsRequest,
    'CloudWatch Logs': ((invocations * assumed.kbLoggedPerInvocation) / 1e6) * price.logsGb,
    'CloudWatch metrics': assumed.metrics * price.metric,
    'CloudWatch alarms': assumed.alarms * price.alarm,
    'CloudWatch dashboard': price.dashboard,
  };
  const sum = Object.values(lines).reduce((so, line) => so + line, 0);
  return { ...lines, 'All together': sum };
}

/** The table of docs/cost.md. */
export function billTable(): string {
  const bills = Object.values(fleets).map(billOf);
  const names = Object.keys(bills[0] ?? {});
  const rows = names.map((name) => [
    name,
    ...bills.map((bill) => `$${(bill[name] ?? 0).toFixed(2)}`),
  ]);
  const head = ['a month', ...Object.keys(fleets)];
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
