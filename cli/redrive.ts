import { Command } from 'commander';
import { paint, print, printJson, table } from './output.ts';
import { aboutStack, openStack, type StackOptions } from './stack.ts';
import { WrongUsage } from './wrong-usage.ts';

type Options = StackOptions & { readonly limit: string; readonly json?: true };

/** `deckhand redrive`: dead letters back to where they came from. */
export function redrive(): Command {
  return aboutStack(new Command('redrive').summary('put dead letters back after a fix'))
    .description(
      'Puts dead letters back: events go to the function that gave them up, calls and notices to their queue. Each may ' +
        'come twice, and has the effect of once. Exit code 1 when some were left: they could not be understood.',
    )
    .option('--limit <number>', 'how many of a queue at most', '1000')
    .option('--json', 'print [{queue, putBack, left}] and nothing else')
    .addHelpText('after', '\nExample:\n  $ deckhand redrive --stage prod')
    .action(async (options: Options) => {
      const limit = Number(options.limit);
      if (!Number.isSafeInteger(limit) || limit < 1) {
        throw new WrongUsage(`--limit ${options.limit}: expected a whole number from 1`);
      }
      const { operations } = await openStack(options);
      const redriven = await operations.redrive(limit);
      if (options.json) printJson(redriven);
      else {
        print(
          table(
            redriven.map(({ queue, putBack, left }) => [
              paint.bold(queue),
              `${putBack} put back`,
              `${left} left`,
            ]),
          ),
        );
      }
      process.exitCode = redriven.some(({ left }) => left > 0) ? 1 : 0;
    });
}
