import { minute, type Town } from '../town/town.ts';
import { type Act, promise } from './act.ts';
import { boardOf, onlyMessage } from './board.ts';
import { invocationsOf, isWhole, newest, restartsOf } from './looking.ts';

export const works = { exits: { afterMs: 2 * minute, code: 0 }, writes: ['counting', 'done'] };

/** What goes wrong with tasks that nobody but Deckhand starts again. */
export const taskActs: readonly Act[] = [
  {
    name: 'morning',
    title: 'The town wakes up: six services start',
    async play(town) {
      await town.pass(15 * minute);
      const services = ['vote', 'result', 'worker', 'redis', 'db'];
      return [
        promise(
          'every service has its tasks',
          services.every((name) => isWhole(town, name)),
        ),
        promise('starting up is no news', boardOf(town).length === 0),
      ];
    },
  },
  {
    name: 'noise',
    title: 'A scale-in, and a report that a person stops',
    async play(town) {
      const before = { told: boardOf(town).length, invoked: invocationsOf(town, 'taskStopped') };
      const scaleIn = { cluster: 'voting', service: 'vote', desiredCount: 2 };
      await town.call('ecs', 'UpdateService', scaleIn);
      const task = await town.runReport();
      await town.pass(minute);
      await town.call('ecs', 'StopTask', { cluster: 'voting', task, reason: 'wrong month' });
      await town.pass(4 * minute);
      return [
        promise('nobody is told what people do on purpose', boardOf(town).length === before.told),
        promise(
          'no function is even invoked for it',
          invocationsOf(town, 'taskStopped') === before.invoked,
        ),
      ];
    },
  },
  {
    name: 'spot',
    title: 'Spot capacity is taken back under the tally',
    async play(town) {
      await untilTallyRuns(town);
      town.cloud.ecs.reclaimSpot(newest(town, 'tally').taskArn);
      await town.pass(12 * minute);
      const [restart, ...others] = restartsOf(town, 'tally');
      return [
        promise(
          'the tally runs again, once, on FARGATE',
          restart?.capacityProviderName === 'FARGATE' && others.length === 0,
        ),
        promise(
          'one message tells it, and that it ended well',
          onlyMessage(town, 'tally')?.isResolved === true,
        ),
      ];
    },
  },
  {
    name: 'memory',
    title: 'A report runs out of memory',
    async play(town) {
      town.cloud.ecs.program(
        { family: 'report' },
        {
          writes: ['loading 4,212,007 votes', 'db password=hunter2', 'building the pivot table'],
          outOfMemory: { afterMs: 40_000, needsMiB: 1024 },
          exits: { afterMs: 2 * minute, code: 0 },
        },
      );
      const earlier = restartsOf(town, 'report').length;
      await town.runReport();
      await town.pass(10 * minute);
      town.cloud.ecs.program({ family: 'report' }, works);
      const restarts = restartsOf(town, 'report').slice(earlier);
      return [
        promise(
          'it runs again, once, with twice the memory',
          restarts.length === 1 && restarts[0]?.memory === '1024',
        ),
        promise('the incident is over', onlyMessage(town, 'memory')?.isResolved === true),
        promise(
          'the password in its log is shown to nobody',
          !JSON.stringify(town.cloud.slack.channels.all()).includes('hunter2'),
        ),
      ];
    },
  },
  {
    name: 'subnet',
    title: 'A subnet has no addresses left when the tally is due',
    async play(town) {
      town.cloud.ecs.subnet('subnet-0a11', { free: 0 });
      const earlier = restartsOf(town, 'tally').length;
      // Chance picks the subnet: it may take a few half hours until the tally meets the full one.
      await until(town, () => newest(town, 'tally').stopCode === 'TaskFailedToStart');
      await town.pass(10 * minute);
      town.cloud.ecs.subnet('subnet-0a11', { free: 200 });
      const restarts = restartsOf(town, 'tally').slice(earlier);
      return [
        promise(
          'the tally is started in the other subnet',
          restarts.length > 0 &&
            restarts.every(({ networkInterface }) => networkInterface?.subnetId === 'subnet-0b22'),
        ),
        promise('and ends well', onlyMessage(town, 'no free IP address')?.isResolved === true),
      ];
    },
  },
];

/** The tally is due every half hour and runs for two minutes; Spot takes it in the middle. */
async function untilTallyRuns(town: Town): Promise<void> {
  const before = town.tasksOf('tally').length;
  await until(
    town,
    () => town.tasksOf('tally').length > before && newest(town, 'tally').lastStatus === 'RUNNING',
  );
}

/** Lets half minutes pass until something has happened. */
async function until(town: Town, hasHappened: () => boolean): Promise<void> {
  for (let waited = 0; waited < 24 * 120; waited += 1) {
    if (hasHappened()) return;
    await town.pass(minute / 2);
  }
  throw new Error('it did not happen all day');
}
