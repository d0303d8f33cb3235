import { minute } from '../town/town.ts';
import { type Act, promise } from './act.ts';
import { boardOf, onlyMessage } from './board.ts';
import { callsTo, isWhole, serviceOf } from './looking.ts';

/** What goes wrong with services, which ECS replaces by itself and Deckhand never starts. */
export const serviceActs: readonly Act[] = [
  {
    name: 'loop',
    title: 'worker:1.1.0 starts, runs for a while and dies, again and again',
    async play(town) {
      town.cloud.ecr.push({ repository: 'voting/worker', tag: '1.1.0' });
      town.cloud.ecs.program(
        { image: '*/voting/worker:1.1.0' },
        {
          writes: ['connecting to redis', 'Error: WRONGTYPE Operation against a key'],
          exits: { afterMs: 70_000, code: 1 },
        },
      );
      const runTasks = callsTo(town, 'RunTask');
      await town.deploy('worker', '1.1.0');
      await town.pass(30 * minute);
      const message = onlyMessage(town, 'worker');
      return [
        promise('it is one message', message !== null),
        promise(
          'the service is back on its last good revision',
          serviceOf(town, 'worker')?.revision.taskDefinition.revision === 1,
        ),
        promise('the incident is over once the service is quiet', message?.isResolved === true),
        promise('Deckhand starts no task of a service', callsTo(town, 'RunTask') === runTasks),
      ];
    },
  },
  {
    name: 'image',
    title: 'result:9.9.9 is deployed, which nobody ever pushed',
    async play(town) {
      await town.deploy('result', '9.9.9');
      await town.pass(6 * minute);
      const during = onlyMessage(town, 'result: The image');
      await town.call('ecs', 'UpdateService', {
        cluster: 'voting',
        service: 'result',
        taskDefinition: 'result:1',
      });
      await town.pass(25 * minute);
      return [
        promise('people are told that the image is missing', during !== null && !during.isResolved),
        promise('the old tasks went on serving', isWhole(town, 'result')),
        promise(
          'once a person has put the old revision back, it is over',
          boardOf(town)
            .filter(({ title }) => title.includes('result'))
            .every(({ isResolved }) => isResolved),
        ),
      ];
    },
  },
  {
    name: 'host',
    title: 'An EC2 host is lost, and the daemon on it',
    async play(town) {
      town.cloud.ecs.hosts.terminate('i-0aaaaaaaaaaaaaaa1');
      await town.pass(5 * minute);
      town.cloud.ecs.hosts.add({ cluster: 'voting', ec2InstanceId: 'i-0cccccccccccccc3' });
      await town.pass(20 * minute);
      return [
        promise(
          'the daemon runs on every host again',
          town.cloud.ecs.tasks({ service: 'agent', lastStatus: 'RUNNING' }).length === 2,
        ),
        promise('and it is told as over', onlyMessage(town, 'agent')?.isResolved === true),
      ];
    },
  },
];
