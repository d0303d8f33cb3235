import { ofType, type Resource, type Resources } from './template.ts';

/** Where the dashboard stands, and what its metrics are called by. */
export type Place = { readonly service: string; readonly stage: string };

type Widget = {
  readonly title: string;
  readonly metrics: readonly (readonly unknown[])[];
  readonly stat: string;
};

/** One dashboard for the stack: what came in, what was decided and done, who was told, how late, and what is stuck. */
export function dashboard(resources: Resources, { service, stage }: Place): Resource {
  const name = `${service}-${stage}`;
  const own = (...metrics: string[]) => metrics.map((one) => ['Deckhand', one, 'service', name]);
  const lag = (metric: string, stat: string) => [...(own(metric)[0] ?? []), { stat }];
  const widgets: Widget[] = [
    { title: 'Came in', stat: 'Sum', metrics: own('Signals', 'Calls', 'NotOurs', 'NotUnderstood') },
    { title: 'Put off', stat: 'Sum', metrics: own('PutBack', 'NotPutOff') },
    {
      title: 'Decided and done',
      stat: 'Sum',
      metrics: own('Decisions', 'Actions', 'Refusals', 'Failures'),
    },
    { title: 'Told', stat: 'Sum', metrics: own('Notices', 'KeptQuiet', 'DeliveredAgain') },
    {
      title: 'How late, in milliseconds',
      stat: 'p50',
      metrics: ['EventLag', 'CallLag', 'NoticeLag'].flatMap((one) => [
        lag(one, 'p50'),
        lag(one, 'p99'),
      ]),
    },
    {
      title: 'Stuck',
      stat: 'Maximum',
      metrics: queues(resources, 'ApproximateNumberOfMessagesVisible'),
    },
    {
      title: 'Oldest message, in seconds',
      stat: 'Maximum',
      metrics: queues(resources, 'ApproximateAgeOfOldestMessage'),
    },
    { title: 'Functions: errors', stat: 'Sum', metrics: functions(resources, 'Errors') },
    { title: 'Functions: throttles', stat: 'Sum', metrics: functions(resources, 'Throttles') },
    { title: 'Functions: duration', stat: 'p99', metrics: functions(resources, 'Duration') },
  ];
  return {
    Type: 'AWS::CloudWatch::Dashboard',
    Properties: {
      // Dashboards are the account's, not a region's.
      DashboardName: { 'Fn::Sub': `${name}-\${AWS::Region}` },
      DashboardBody: { 'Fn::Sub': JSON.stringify({ widgets: widgets.map(placed) }) },
    },
  };
}

const queues = (resources: Resources, metric: string) =>
  ofType(resources, 'AWS::SQS::Queue').map((id) => [
    'AWS/SQS',
    metric,
    'QueueName',
    `\${${id}.QueueName}`,
    { label: id },
  ]);

const functions = (resources: Resources, metric: string) =>
  ofType(resources, 'AWS::Lambda::Function').map((id) => [
    'AWS/Lambda',
    metric,
    'FunctionName',
    `\${${id}}`,
    { label: id.replace(/LambdaFunction$/, '') },
  ]);

/** Two widgets in a row, of the 24 columns there are. */
const placed = ({ title, metrics, stat }: Widget, index: number) => ({
  type: 'metric',
  x: (index % 2) * 12,
  y: Math.floor(index / 2) * 6,
  width: 12,
  height: 6,
  properties: {
    title,
    metrics,
    stat,
    period: 300,
    region: `\${AWS::Region}`,
    view: 'timeSeries',
  },
});
