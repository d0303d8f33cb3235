import { minute, type Town } from '../town/town.ts';
import { type Act, promise } from './act.ts';
import { boardOf, onlyMessage } from './board.ts';
import { callsTo, isWhole } from './looking.ts';

/** The images that the tasks of vote run, each once. */
const runs = ({ cloud }: Town): readonly string[] => [
  ...new Set(
    cloud.ecs
      .tasks({ service: 'vote', lastStatus: 'RUNNING' })
      .flatMap(({ containers }) => containers.map(({ definition }) => definition.image)),
  ),
];

const isOnly = (images: readonly string[], text: string): boolean =>
  images.length === 1 && images.every((image) => image.includes(text));

const push = ({ cloud }: Town, tag: string, content: string): string =>
  cloud.ecr.push({ repository: 'voting/vote', tag, content });

/** Images that are pushed: one that works, and one that does not. */
export const rolloutActs: readonly Act[] = [
  {
    name: 'rollout',
    title: 'vote:1.1.0 is pushed',
    async play(town) {
      const registered = callsTo(town, 'RegisterTaskDefinition');
      const digest = push(town, '1.1.0', 'works');
      await town.pass(15 * minute);
      const message = onlyMessage(town, 'vote: 1.1.0');
      return [
        promise(
          'every task of vote runs it, by its digest',
          isOnly(runs(town), `:1.1.0@${digest}`),
        ),
        promise('as many as before', isWhole(town, 'vote')),
        promise(
          'one revision was registered',
          callsTo(town, 'RegisterTaskDefinition') === registered + 1,
        ),
        promise('it is one message, and over', message?.isResolved === true),
      ];
    },
  },
  {
    name: 'bad-rollout',
    title: 'vote:1.2.0 is pushed, and does not start',
    async play(town) {
      const before = runs(town);
      const told = boardOf(town).length;
      town.cloud.ecs.program(
        { image: '*/voting/vote:1.2.*' },
        { cannotStart: 'exec /app/vote: exec format error' },
      );
      const registered = callsTo(town, 'RegisterTaskDefinition');
      push(town, '1.2.0', 'broken');
      await town.pass(40 * minute);
      const after = runs(town);
      push(town, '1.2.1', 'broken');
      await town.pass(15 * minute);
      const messages = boardOf(town).slice(told);
      return [
        promise('vote runs what it ran before', isOnly(after, before[0] ?? 'nothing')),
        promise('and all of its tasks run', isWhole(town, 'vote')),
        promise('it is one message', onlyMessage(town, '1.2.0 failed')?.isResolved === true),
        promise(
          'the same image under another tag is not tried again',
          callsTo(town, 'RegisterTaskDefinition') === registered + 1,
        ),
        promise('they see why', JSON.stringify(messages).includes('exec format error')),
      ];
    },
  },
];
