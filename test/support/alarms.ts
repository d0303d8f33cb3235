import type { Body } from '../../local/cloud/types.ts';
import { minute, type Scene } from './scene.ts';
import { serviceOn } from './web-service.ts';

export const targetGroupArn =
  'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/0123456789abcdef';

const web = { ClusterName: 'prod', ServiceName: 'web' };

/** What a metric is from now on; it can be set again. */
export type Dial = { value: number | null };

/** The CPU of the service `web`: 40 % until the dial is turned. */
export function cpuOf(scene: Scene, name = 'CPUUtilization'): Dial {
  const dial: Dial = { value: 40 };
  scene.cloud.cloudwatch.metric('AWS/ECS', name, web, () => dial.value);
  return dial;
}

export const cpuHigh = {
  AlarmName: 'web-cpu-high',
  AlarmDescription: 'The service is busy. runbook: https://wiki.example.com/web-cpu',
  Namespace: 'AWS/ECS',
  MetricName: 'CPUUtilization',
  Dimensions: [
    { Name: 'ClusterName', Value: 'prod' },
    { Name: 'ServiceName', Value: 'web' },
  ],
  Statistic: 'Average',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 80,
  ComparisonOperator: 'GreaterThanThreshold',
} satisfies Body;

export const cloudwatch = (scene: Scene, action: string, input: Body): Promise<Body> =>
  scene.call('cloudwatch', action, input);

/** Makes an alarm, and gives it three minutes to find that all is well. */
export async function alarmOn(scene: Scene, more: Body = {}): Promise<void> {
  await cloudwatch(scene, 'PutMetricAlarm', { ...cpuHigh, ...more });
  await scene.pass(3 * minute);
}

/** The service `web` behind a load balancer, with as many requests that fail as the dial says. */
export async function balancedService(scene: Scene): Promise<Dial> {
  await serviceOn(scene, {
    loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 80 }],
  });
  const dial: Dial = { value: 0 };
  const dimensions = {
    TargetGroup: 'targetgroup/web/0123456789abcdef',
    LoadBalancer: 'app/shop/fedcba9876543210',
  };
  scene.cloud.cloudwatch.metric(
    'AWS/ApplicationELB',
    'HTTPCode_Target_5XX_Count',
    dimensions,
    () => dial.value,
  );
  return dial;
}

export const errorsHigh = {
  AlarmName: 'web-5xx',
  Namespace: 'AWS/ApplicationELB',
  MetricName: 'HTTPCode_Target_5XX_Count',
  Dimensions: [
    { Name: 'TargetGroup', Value: 'targetgroup/web/0123456789abcdef' },
    { Name: 'LoadBalancer', Value: 'app/shop/fedcba9876543210' },
  ],
  Statistic: 'Sum',
  Threshold: 10,
} satisfies Body;

/** Mutes an alarm from the next minute on; answers when that has begun. */
export async function muteFor(
  scene: Scene,
  duration: string,
  alarmName = 'web-cpu-high',
): Promise<void> {
  const start = new Date(scene.cloud.time.now() + minute).toISOString().slice(0, 16);
  await cloudwatch(scene, 'PutAlarmMuteRule', {
    Name: 'nightly',
    Rule: { Schedule: { Expression: `at(${start})`, Duration: duration } },
    MuteTargets: { AlarmNames: [alarmName] },
  });
  await scene.pass(2 * minute);
}

/** The memory of three services, at 40 % until a dial is turned. */
export function memories(scene: Scene): readonly Dial[] {
  return ['web', 'worker', 'vote'].map((ServiceName) => {
    const dial: Dial = { value: 40 };
    const dimensions = { ClusterName: 'prod', ServiceName };
    scene.cloud.cloudwatch.metric('AWS/ECS', 'MemoryUtilization', dimensions, () => dial.value);
    return dial;
  });
}

/** One alarm on the memory of all services. */
export const anyMemory = {
  AlarmName: 'any-memory',
  Metrics: [
    {
      Id: 'm1',
      Expression:
        'SELECT MAX(MemoryUtilization) FROM "AWS/ECS" WHERE ClusterName = \'prod\' GROUP BY ServiceName',
      Period: 60,
    },
  ],
  EvaluationPeriods: 1,
  Threshold: 90,
  ComparisonOperator: 'GreaterThanThreshold',
} satisfies Body;
