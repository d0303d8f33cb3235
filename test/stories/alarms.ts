import { expect } from '@jest/globals';
import {
  alarmOn,
  anyMemory,
  balancedService,
  cloudwatch,
  cpuHigh,
  cpuOf,
  errorsHigh,
  memories,
  muteFor,
} from '../support/alarms.ts';
import { costOf, times, total } from '../support/costs.ts';
import { acting, hour, minute, openScene, textOf, threadOf, titleOf } from '../support/scene.ts';
import type { Story } from './story.ts';

const topicOf = 'arn:aws:sns:us-east-1:123456789012:deckhand-dev-AlarmTopic';

export const alarms: readonly Story[] = [
  {
    name: 'an alarm is one message from ALARM to OK, and costs no call to CloudWatch',
    async play() {
      const scene = await openScene();
      const cpu = cpuOf(scene);
      await alarmOn(scene);
      const before = scene.tally();

      cpu.value = 97.3;
      await scene.pass(3 * minute);
      const burning = scene.titles();
      cpu.value = 40;
      await scene.pass(3 * minute);

      expect(burning).toEqual(['🟠 web-cpu-high: CPUUtilization 97.3 > 80']);
      expect(scene.titles()).toEqual(['✅ web-cpu-high: OK again']);
      expect(scene.shown()).toContain('https://wiki.example.com/web-cpu');
      expect(scene.tally()).toEqual(
        total(before, times(2, costOf.alarm), costOf.opening, costOf.drawing, costOf.update),
      );
    },
  },
  {
    name: 'however an alarm comes, and by all ways at once, it is told once',
    async play() {
      const scene = await openScene();
      const cpu = cpuOf(scene);
      const fn = scene.cloud.template.functions.find(({ name }) => name === 'alarmChanged');
      await alarmOn(scene, { AlarmActions: [topicOf, fn?.functionArn] });

      cpu.value = 97;
      await scene.pass(3 * minute);

      const ways = scene.cloud.lambda.invocations.filter((one) => one.function === 'alarmChanged');
      expect(ways).toHaveLength(1 + 3);
      expect(scene.titles()).toEqual(['🟠 web-cpu-high: CPUUtilization 97 > 80']);
    },
  },
  {
    name: 'errors behind a load balancer are told with how its targets are',
    async play() {
      const scene = await openScene();
      const errors = await balancedService(scene);
      await alarmOn(scene, errorsHigh);

      errors.value = 25;
      await scene.pass(3 * minute);

      expect(scene.titles()).toEqual(['🟠 web-5xx: HTTPCode_Target_5XX_Count 25 > 10']);
      expect(scene.shown()).toContain('2 healthy, 0 unhealthy');
      expect(scene.shown()).toContain('|Target group>');
      expect(scene.tally()).toMatchObject({
        'alarmChanged elasticloadbalancing:DescribeTargetHealth': 1,
      });
      expect(scene.tally()).not.toHaveProperty(['alarmChanged cloudwatch:DescribeAlarms']);
    },
  },
  {
    name: 'an alarm in a mute window is quiet, and told at its end because it burns still',
    async play() {
      const scene = await openScene();
      const cpu = cpuOf(scene);
      await alarmOn(scene);
      await muteFor(scene, 'PT1H');

      cpu.value = 97;
      await scene.pass(45 * minute);
      const within = scene.titles();
      await scene.pass(30 * minute);

      expect(within).toEqual([]);
      expect(scene.titles()).toEqual(['🟠 web-cpu-high: CPUUtilization 97 > 80']);
      expect(scene.shown()).toContain('mute rule nightly');
      expect(scene.tally()).toMatchObject({ 'callDue cloudwatch:DescribeAlarms': 1 });
    },
  },
  {
    name: 'what is told at the end of a mute window is how things are then',
    async play() {
      const scene = await openScene();
      const errors = await balancedService(scene);
      await alarmOn(scene, errorsHigh);
      await muteFor(scene, 'PT1H', 'web-5xx');

      errors.value = 25;
      await scene.pass(hour);

      expect(scene.shown()).toContain('2 healthy, 0 unhealthy');
      expect(scene.tally()).toMatchObject({
        'callDue cloudwatch:DescribeAlarms': 1,
        'callDue elasticloadbalancing:DescribeTargetHealth': 1,
      });
    },
  },
  {
    name: 'an alarm that came and went within a mute window is told to nobody',
    async play() {
      const scene = await openScene();
      const cpu = cpuOf(scene);
      await alarmOn(scene);
      await muteFor(scene, 'PT1H');

      cpu.value = 97;
      await scene.pass(10 * minute);
      cpu.value = 40;
      await scene.pass(2 * hour);

      expect(scene.board()).toEqual([]);
      expect(scene.cloud.deadLetters()).toEqual([]);
    },
  },
  {
    name: 'an alarm that is deleted while it is muted is told as gone only where somebody was told of it',
    async play() {
      const scene = await openScene();
      const cpu = cpuOf(scene);
      await alarmOn(scene);
      cpu.value = 97;
      await scene.pass(3 * minute);
      await muteFor(scene, 'PT1H');
      cpu.value = 40;
      await scene.pass(5 * minute);
      await cloudwatch(scene, 'DeleteAlarms', { AlarmNames: ['web-cpu-high'] });

      await scene.pass(2 * hour);

      expect(scene.titles()).toEqual(['✅ web-cpu-high: deleted']);
    },
  },
  {
    name: 'an alarm that is deleted while it burns ends its incident as that',
    async play() {
      const scene = await openScene();
      const cpu = cpuOf(scene);
      await alarmOn(scene);
      cpu.value = 97;
      await scene.pass(3 * minute);

      await cloudwatch(scene, 'DeleteAlarms', { AlarmNames: ['web-cpu-high'] });
      await scene.pass(3 * minute);

      expect(scene.titles()).toEqual(['✅ web-cpu-high: deleted']);
    },
  },
  {
    name: 'wherever a function crashes, an alarm is told, once, and looked at again where it was quiet',
    async play() {
      for (const call of [1, 2, 3, 4]) {
        for (const kind of ['crash-before', 'crash-after'] as const) {
          const scene = await openScene();
          const cpu = cpuOf(scene);
          await alarmOn(scene);
          await muteFor(scene, 'PT10M');
          scene.cloud.faults.next({ principal: 'alarmChanged', call, kind });
          scene.cloud.faults.next({ principal: 'callDue', service: 'cloudwatch', kind });
          cpu.value = 97;
          await scene.pass(30 * minute);
          const burning = scene.titles();
          cpu.value = 40;
          await scene.pass(10 * minute);

          const { faults } = scene.cloud;
          const struck = { service: 'cloudwatch', action: '', call };
          expect(faults.strike({ ...struck, principal: 'alarmChanged' })).toBeNull();
          expect(faults.strike({ ...struck, principal: 'callDue' })).toBeNull();
          const told = { call, kind, burning, over: scene.titles() };
          expect(told).toMatchObject({
            burning: ['🟠 web-cpu-high: CPUUtilization 97 > 80'],
            over: ['✅ web-cpu-high: OK again'],
          });
          expect(scene.cloud.deadLetters()).toEqual([]);
        }
      }
    },
  },
  {
    name: 'a composite tells which of its alarms fired and why, in one call for all of them',
    async play() {
      const scene = await openScene();
      const cpu = cpuOf(scene);
      await alarmOn(scene);
      await cloudwatch(scene, 'PutCompositeAlarm', {
        AlarmName: 'web-in-trouble',
        AlarmRule: 'ALARM("web-cpu-high")',
      });

      cpu.value = 97;
      await scene.pass(3 * minute);

      const told = scene.board().find((one) => titleOf(one).includes('web-in-trouble'));
      expect(told && titleOf(told)).toBe('🟠 web-in-trouble: ALARM, as web-cpu-high');
      expect(told && textOf(told)).toContain(
        '*web-cpu-high*\\nThreshold Crossed: 1 out of the last 1 datapoint [97.0',
      );
      expect(scene.tally()).toMatchObject({ 'alarmChanged cloudwatch:DescribeAlarms': 1 });
    },
  },
  {
    name: 'a suppressed composite is quiet as long as its suppressor burns, and told when that is over',
    async play() {
      const scene = await openScene(
        acting('alarm: { ignore: [{ name: web-cpu-high }, { name: deploying }] }'),
      );
      const cpu = cpuOf(scene);
      const deploying = cpuOf(scene, 'Deploying');
      deploying.value = 100;
      await alarmOn(scene, { AlarmName: 'deploying', MetricName: 'Deploying' });
      await alarmOn(scene);
      await cloudwatch(scene, 'PutCompositeAlarm', {
        AlarmName: 'web-in-trouble',
        AlarmRule: 'ALARM("web-cpu-high")',
        ActionsSuppressor: 'deploying',
        ActionsSuppressorWaitPeriod: 60,
        ActionsSuppressorExtensionPeriod: 120,
      });

      cpu.value = 97;
      await scene.pass(20 * minute);
      const within = scene.titles();
      deploying.value = 0;
      await scene.pass(2 * hour);

      expect(within).toEqual([]);
      expect(scene.titles()).toEqual(['🟠 web-in-trouble: ALARM, as web-cpu-high']);
    },
  },
  {
    name: 'no data is no recovery: the incident stays open until the alarm is OK',
    async play() {
      const scene = await openScene();
      const cpu = cpuOf(scene);
      await alarmOn(scene);
      cpu.value = 97;
      await scene.pass(3 * minute);

      cpu.value = null;
      await scene.pass(10 * minute);
      const without = scene.titles();
      cpu.value = 40;
      await scene.pass(5 * minute);

      expect(without).toEqual(['🟠 web-cpu-high: no data any more']);
      expect(scene.titles()).toEqual(['✅ web-cpu-high: OK again']);
    },
  },
  {
    name: 'an alarm over many time series is one incident, with a member for each that burns',
    async play() {
      const scene = await openScene();
      const dials = memories(scene);
      await cloudwatch(scene, 'PutMetricAlarm', anyMemory);
      await scene.pass(3 * minute);

      for (const dial of dials.slice(1)) dial.value = 99;
      await scene.pass(3 * minute);
      const burning = scene.titles();
      for (const dial of dials) dial.value = 40;
      await scene.pass(3 * minute);

      expect(burning).toEqual([expect.stringMatching(/^🟠 any-memory: (worker|vote) .* \(×2\)$/)]);
      expect(scene.titles()).toEqual([
        expect.stringMatching(/^✅ any-memory: .* OK again \(×2\)$/),
      ]);
    },
  },
  {
    name: 'a time series whose data stops while it burns is over within the hour or so, although nothing tells of it',
    async play() {
      const scene = await openScene();
      const [, worker, vote] = memories(scene);
      await cloudwatch(scene, 'PutMetricAlarm', anyMemory);
      await scene.pass(3 * minute);
      if (worker) worker.value = 99;
      if (vote) vote.value = 99;
      await scene.pass(3 * minute);
      const burning = scene.shown();

      if (worker) worker.value = null;
      await scene.pass(2 * hour);
      const without = scene.shown();
      if (vote) vote.value = 40;
      await scene.pass(3 * minute);

      expect(burning).toContain('2 not over yet');
      expect(without).not.toContain('not over yet');
      expect(threadOf(scene).join()).toMatch(/a time series is gone.*\(1 not over yet\)/);
      expect(scene.titles()).toEqual([expect.stringMatching(/^✅ any-memory: .*OK again/)]);
      // Once an hour, for as long as any of them burns.
      expect(scene.tally()).toMatchObject({
        'callDue cloudwatch:DescribeAlarms': 2,
        'callDue cloudwatch:DescribeAlarmContributors': 2,
      });
    },
  },
  {
    name: 'when the alarm is OK as a whole all its time series are over, also one that is gone',
    async play() {
      const scene = await openScene();
      const [, worker] = memories(scene);
      await cloudwatch(scene, 'PutMetricAlarm', anyMemory);
      await scene.pass(3 * minute);
      if (worker) worker.value = 99;
      await scene.pass(3 * minute);

      if (worker) worker.value = null;
      await scene.pass(5 * minute);

      expect(scene.titles()).toEqual(['✅ any-memory: OK again']);
      expect(scene.tally()).not.toHaveProperty(['callDue cloudwatch:DescribeAlarms']);
    },
  },
  {
    name: 'an alarm over many time series that is deleted ends all of them',
    async play() {
      const scene = await openScene();
      const dials = memories(scene);
      await cloudwatch(scene, 'PutMetricAlarm', anyMemory);
      await scene.pass(3 * minute);
      for (const dial of dials) dial.value = 99;
      await scene.pass(3 * minute);

      await cloudwatch(scene, 'DeleteAlarms', { AlarmNames: ['any-memory'] });
      await scene.pass(3 * minute);

      expect(scene.titles()).toEqual(['✅ any-memory: deleted (×3)']);
    },
  },
  {
    name: 'a time series that was muted is told at the end of the window as it is then',
    async play() {
      const scene = await openScene();
      const dials = memories(scene);
      await cloudwatch(scene, 'PutMetricAlarm', anyMemory);
      await scene.pass(3 * minute);
      await muteFor(scene, 'PT1H', 'any-memory');
      for (const dial of dials) dial.value = 99;
      await scene.pass(10 * minute);
      for (const dial of dials.slice(1)) dial.value = 40;

      await scene.pass(hour);

      expect(scene.titles()).toEqual([expect.stringMatching(/^🟠 any-memory: web /)]);
      expect(scene.tally()).toMatchObject({
        'callDue cloudwatch:DescribeAlarms': 1,
        'callDue cloudwatch:DescribeAlarmContributors': 1,
      });
    },
  },
  {
    name: 'what alarm.ignore names is told to nobody',
    async play() {
      const scene = await openScene();
      const cpu = cpuOf(scene);
      await alarmOn(scene, { AlarmName: 'TargetTracking-service/prod/web-AlarmHigh-1f2e' });

      cpu.value = 97;
      await scene.pass(10 * minute);

      expect(scene.board()).toEqual([]);
    },
  },
  {
    name: 'a storm of alarms loses none, and is one message for each alarm',
    async play() {
      const scene = await openScene();
      const cpu = cpuOf(scene);
      for (let nth = 0; nth < 40; nth += 1) {
        await cloudwatch(scene, 'PutMetricAlarm', { ...cpuHigh, AlarmName: `storm-${nth}` });
      }
      await scene.pass(3 * minute);

      cpu.value = 97;
      await scene.pass(5 * minute);

      expect(new Set(scene.titles()).size).toBe(40);
      expect(scene.board()).toHaveLength(40);
      expect(threadOf(scene)).toEqual([]);
      expect(scene.cloud.deadLetters()).toEqual([]);
    },
  },
];
