import { minute, type Town } from '../town/town.ts';
import { type Act, promise } from './act.ts';
import { boardOf, onlyMessage } from './board.ts';
import { decisionsIn } from './decisions.ts';

const repository = 'voting/report';

/** Pushes builds of the report, a minute apart, the first one first. */
async function build(town: Town, versions: readonly string[]): Promise<void> {
  for (const tag of versions) {
    town.cloud.ecr.push({ repository, tag });
    await town.pass(minute);
  }
}

/** Pushes settle for five minutes, and five more at the most. */
const settled = (town: Town): Promise<void> => town.pass(12 * minute);

const isThere = ({ cloud }: Town, tag: string): boolean =>
  cloud.ecr.resolve(cloud.ecr.uri(repository, tag))?.found === true;

/** Old images: what goes, what stays although a rule would let it go, and what holds a cleanup. */
export const cleanupActs: readonly Act[] = [
  {
    name: 'cleanup',
    title: 'Builds of the report pile up; reports still run the oldest of them',
    async play(town) {
      await build(town, ['1.1.0', '1.1.1', '1.1.2', '1.1.3', '1.1.4', '1.1.5']);
      await settled(town);
      const message = onlyMessage(town, 'Image cleanup');
      return [
        promise('the oldest, which is in use, stays', isThere(town, '1.0.0')),
        promise(
          'of the others the newest three stay',
          ['1.1.3', '1.1.4', '1.1.5'].every((tag) => isThere(town, tag)) && !isThere(town, '1.1.2'),
        ),
        promise(
          'six pushes are one cleanup, told once',
          message?.title.includes('3 images') === true,
        ),
      ];
    },
  },
  {
    name: 'refused',
    title: 'A cleanup dies before it deletes, and meanwhile somebody goes back to an old build',
    async play(town) {
      const told = boardOf(town).length;
      town.cloud.faults.next({
        ...{ principal: 'cleanupDue', service: 'ecr', action: 'BatchDeleteImage' },
        kind: 'crash-before',
      });
      await build(town, ['1.2.0', '1.2.1', '1.2.2', '1.2.3', '1.2.4']);
      await settled(town);
      await town.define('report', '1.2.0');
      await town.pass(20 * minute);
      const message = boardOf(town).slice(told).at(-1);
      return [
        promise('the old build is looked at again, and stays', isThere(town, '1.2.0')),
        promise('what nobody needs goes', !isThere(town, '1.2.1')),
        promise(
          'people are told who needs it',
          JSON.stringify(message?.message ?? '').includes('in use meanwhile by task definition'),
        ),
      ];
    },
  },
  {
    name: 'hold',
    title: 'Deckhand may no longer look at state machines, any of which may run the report',
    async play(town) {
      town.cloud.faults.sometimes({ service: 'states', kind: 'deny', probability: 1 });
      const versions = ['1.3.0', '1.3.1', '1.3.2', '1.3.3', '1.3.4'];
      await build(town, versions);
      await settled(town);
      town.cloud.faults.clear();
      const last = (await decisionsIn(town)).findLast(({ playbook }) => playbook === 'cleanup');
      const why = last?.decision.reasons.map(({ because }) => because).join() ?? '';
      return [
        promise(
          'nothing goes',
          versions.every((tag) => isThere(town, tag)),
        ),
        promise(
          'the record names what could not be seen',
          last?.decision.verdict === 'hold' && why.includes('states:ListStateMachines'),
        ),
      ];
    },
  },
];
