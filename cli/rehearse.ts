import { Command } from 'commander';
import type { Played, Rehearsal } from '../local/rehearsal/rehearse.ts';
import { printJson } from './output.ts';
import { printBoard, printPlayed, printTitle, printTotals } from './print-rehearsal.ts';
import { WrongUsage } from './wrong-usage.ts';

/** `deckhand rehearse [story]`: a bad day of a small shop, on a local AWS and in virtual time. */
export function rehearse(): Command {
  return new Command('rehearse')
    .summary('play a bad day of a small shop on a local AWS')
    .description(
      'Plays a bad day of a small shop on a local AWS, in virtual time: what happened, what Deckhand decided and why, ' +
        'what people were told. Exit code 1 if a promise was not kept.',
    )
    .argument('[story]', 'one of the stories that make up the day; all of them unless given')
    .option('--seed <number>', 'the same seed gives the same day', '1')
    .option('--json', 'print {ok, stories, board, totals} and nothing else')
    .addHelpText('after', '\nExample:\n  $ deckhand rehearse spot')
    .action(async (story: string | undefined, options: { seed: string; json?: true }) => {
      // Only now: the local cloud takes longer to load than the other verbs take to run.
      const { actNames, rehearse: play } = await import('../local/rehearsal/rehearse.ts');
      const rehearsal = await play(wanted(story, options.seed, actNames), {
        begins: ({ title }) => options.json || printTitle(title),
        ended: (played) => options.json || printPlayed(played),
      });
      if (options.json) printJson(asJson(rehearsal));
      else printEnd(rehearsal);
      process.exitCode = rehearsal.ok ? 0 : 1;
    });
}

function wanted(story: string | undefined, seedText: string, actNames: readonly string[]) {
  const seed = Number(seedText);
  if (!Number.isSafeInteger(seed)) throw new WrongUsage(`--seed ${seedText}: not a whole number`);
  if (story === undefined) return { seed };
  if (actNames.includes(story)) return { seed, only: story };
  throw new WrongUsage(`there is no story ${story}; there are ${actNames.join(', ')}`);
}

function printEnd(rehearsal: Rehearsal): void {
  printBoard(rehearsal.board);
  printTotals(rehearsal);
}

const asJson = ({ ok, played, board, totals }: Rehearsal) => ({
  ok,
  stories: played.map(storyAsJson),
  board: board.map(({ message: _, ...seen }) => seen),
  totals,
});

const storyAsJson = ({ lines, ...played }: Played) => ({
  ...played,
  timeline: lines.map(({ at, ...line }) => ({ at: new Date(at).toISOString(), ...line })),
});
