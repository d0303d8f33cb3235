import { minute, type Town } from '../town/town.ts';
import { type Act, promise } from './act.ts';
import { alarmOn, type Dial, metric, muteFor, putAlarm } from './alarms.ts';
import { boardOf, onlyMessage } from './board.ts';
import { callsTo } from './looking.ts';

const vote = { ClusterName: 'voting', ServiceName: 'vote' };
const voteTargets = {
  TargetGroup: 'targetgroup/vote/0123456789abcdef',
  LoadBalancer: 'app/voting/fedcba9876543210',
};

/** Above it, and three minutes; below it again, and three minutes. */
async function peak(town: Town, dial: Dial, value: number): Promise<void> {
  dial.value = value;
  await town.pass(3 * minute);
}

const says = (town: Town, title: string, text: string): boolean =>
  JSON.stringify(onlyMessage(town, title)?.message ?? '').includes(text);

/** What CloudWatch alarms tell, and when they are better quiet. */
export const alarmActs: readonly Act[] = [
  {
    name: 'busy',
    title: 'The vote service runs hot: its CPU and its memory are in ALARM, and recover',
    async play(town) {
      const cpu = metric(town, 'AWS/ECS', 'CPUUtilization', vote);
      const memory = metric(town, 'AWS/ECS', 'MemoryUtilization', vote);
      await alarmOn(town, 'vote-cpu-high', 'AWS/ECS', 'CPUUtilization', vote);
      await alarmOn(town, 'vote-memory-high', 'AWS/ECS', 'MemoryUtilization', vote);
      const looks = callsTo(town, 'DescribeAlarms');
      await peak(town, cpu, 97.3);
      await peak(town, memory, 91);
      const burning = onlyMessage(town, 'vote-cpu-high: CPUUtilization 97.3');
      const isLinked = says(town, 'vote-cpu-high', '/ecs/v2/clusters/voting/services/vote/');
      await peak(town, cpu, 35);
      await peak(town, memory, 40);
      return [
        promise('it says what crossed what', burning !== null && !burning.isResolved),
        promise('it leads to the service', isLinked),
        promise(
          'each of them is one message, and over',
          ['vote-cpu-high', 'vote-memory-high'].every(
            (name) => onlyMessage(town, name)?.isResolved,
          ),
        ),
        promise('CloudWatch is asked nothing', callsTo(town, 'DescribeAlarms') === looks),
      ];
    },
  },
  {
    name: 'errors',
    title: 'The load balancer counts errors of vote',
    async play(town) {
      const errors = metric(town, 'AWS/ApplicationELB', 'HTTPCode_Target_5XX_Count', voteTargets);
      await alarmOn(
        town,
        'vote-5xx',
        'AWS/ApplicationELB',
        'HTTPCode_Target_5XX_Count',
        voteTargets,
      );
      await peak(town, errors, 240);
      const hasTargets = says(town, 'vote-5xx', ' healthy, ');
      await peak(town, errors, 0);
      return [
        promise('people see how its targets are', hasTargets),
        promise('it is one message, and over', onlyMessage(town, 'vote-5xx')?.isResolved === true),
      ];
    },
  },
  {
    name: 'muted',
    title: 'The CPU of the database is high in a mute window, and still is at its end',
    async play(town) {
      const db = { ClusterName: 'voting', ServiceName: 'db' };
      const cpu = metric(town, 'AWS/ECS', 'CPUUtilization', db);
      await alarmOn(town, 'db-cpu-high', 'AWS/ECS', 'CPUUtilization', db);
      await muteFor(town, 'nightly-backup', 'PT30M', ['db-cpu-high']);
      await peak(town, cpu, 99);
      await town.pass(15 * minute);
      const during = boardOf(town).some(({ title }) => title.includes('db-cpu-high'));
      await town.pass(20 * minute);
      const after = onlyMessage(town, 'db-cpu-high');
      await peak(town, cpu, 20);
      return [
        promise('nobody is told within the window', !during),
        promise('at its end they are, as it burns still', after !== null && !after.isResolved),
        promise('and it is over', onlyMessage(town, 'db-cpu-high')?.isResolved === true),
      ];
    },
  },
  {
    name: 'composite',
    title: 'A composite alarm fires, and says which of its alarms did',
    async play(town) {
      const redis = { ClusterName: 'voting', ServiceName: 'redis' };
      const cpu = metric(town, 'AWS/ECS', 'CPUUtilization', redis);
      await alarmOn(town, 'redis-cpu-high', 'AWS/ECS', 'CPUUtilization', redis);
      await town.call('cloudwatch', 'PutCompositeAlarm', {
        AlarmName: 'voters-wait',
        AlarmDescription: 'Voters notice. runbook: https://wiki.example.com/voters-wait',
        AlarmRule: 'ALARM("redis-cpu-high")',
      });
      await peak(town, cpu, 99);
      const fired = onlyMessage(town, 'voters-wait: ALARM, as redis-cpu-high');
      const hasRunbook = says(town, 'voters-wait', 'https://wiki.example.com/voters-wait');
      await peak(town, cpu, 20);
      return [
        promise('it names the alarm that fired', fired !== null),
        promise('it leads to its runbook', hasRunbook),
        promise('both are over', onlyMessage(town, 'voters-wait')?.isResolved === true),
      ];
    },
  },
  {
    name: 'storm',
    title: 'Twenty alarms on the shards of a store go off in the same minute',
    async play(town) {
      const load = metric(town, 'Voting', 'QueueDepth', { Store: 'votes' });
      for (let shard = 1; shard <= 20; shard += 1) {
        await putAlarm(town, `shard-${shard}-behind`, 'Voting', 'QueueDepth', { Store: 'votes' });
      }
      await town.pass(3 * minute);
      await peak(town, load, 5_000);
      const during = onlyMessage(town, 'shard-');
      await peak(town, load, 0);
      return [
        promise('it is one message', during !== null),
        promise('with the right count', during?.title.includes('×20') === true),
        promise('and over when all of them are', onlyMessage(town, 'shard-')?.isResolved === true),
      ];
    },
  },
];
