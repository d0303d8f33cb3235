import { minute } from '../town/town.ts';
import { type Act, promise } from './act.ts';
import { works } from './acts-tasks.ts';
import { boardOf } from './board.ts';
import { restartsOf } from './looking.ts';

const fails = {
  writes: ['connecting to db', 'Error: relation "votes" does not exist'],
  exits: { afterMs: 90_000, code: 1 },
};

/** What goes wrong on the way: events that come more than once, or not at all, and launches that nobody hears of. */
export const eventActs: readonly Act[] = [
  {
    name: 'twice',
    title: 'A report fails, and EventBridge delivers that five times at once',
    async play(town) {
      town.cloud.ecs.program({ family: 'report' }, ({ earlier }) =>
        earlier === 0 ? fails : works,
      );
      town.cloud.bus.duplicate(
        ({ detail }) => detail.lastStatus === 'STOPPED' && detail.startedBy === 'maria',
        4,
      );
      const earlier = { restarts: restartsOf(town, 'report').length, told: boardOf(town).length };
      await town.runReport();
      await town.pass(12 * minute);
      return [
        promise('it is restarted once', restartsOf(town, 'report').length === earlier.restarts + 1),
        promise('it is told once', boardOf(town).length === earlier.told + 1),
        promise('and it is over', boardOf(town).at(-1)?.isResolved === true),
      ];
    },
  },
  {
    name: 'lost',
    title: 'CloudTrail never tells how a report was launched, and the report fails',
    async play(town) {
      town.cloud.ecs.program({ family: 'report' }, fails);
      town.cloud.bus.lose(
        ({ detail }) =>
          detail.eventName === 'RunTask' && JSON.stringify(detail).includes('"maria"'),
      );
      const earlier = restartsOf(town, 'report').length;
      await town.runReport();
      await town.pass(20 * minute);
      town.cloud.ecs.program({ family: 'report' }, works);
      return [
        promise(
          'its security groups are not guessed: nothing is started',
          restartsOf(town, 'report').length === earlier,
        ),
        promise(
          'people are told why it was not restarted',
          boardOf(town).at(-1)?.title.includes('not restarted') === true,
        ),
      ];
    },
  },
  {
    name: 'launch',
    title: 'The schedule of the tally finds no capacity, which AWS tells nobody',
    async play(town) {
      town.cloud.ecs.failNextRunTask([{ reason: 'RESOURCE:FARGATE' }]);
      await town.pass(35 * minute);
      return [
        promise(
          'people are told that no task was started',
          boardOf(town).at(-1)?.title.includes('launch failed') === true,
        ),
      ];
    },
  },
];
