import { Command, CommanderError } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { BadInput, messageOf, Unavailable } from '../shared/core/errors.ts';
import { check } from './check.ts';
import { cloud } from './cloud.ts';
import { deploy, remove } from './deploy/index.ts';
import { explain } from './explain.ts';
import { guard } from './guard.ts';
import { history } from './history.ts';
import { complain } from './output.ts';
import { pick } from './pick.ts';
import { plan } from './plan.ts';
import { redrive } from './redrive.ts';
import { rehearse } from './rehearse.ts';
import { release } from './release.ts';
import { replay } from './replay.ts';
import { route } from './route.ts';
import { silence } from './silence.ts';
import { status } from './status.ts';
import { start, stop } from './stop.ts';
import { WrongUsage } from './wrong-usage.ts';

const examples = `
Examples:
  $ deckhand check deckhand.yml
  $ deckhand explain test/events/task-essential-exit.json
  $ deckhand route --labels severity=error,cluster=prod
  $ deckhand pick --policy minor --current 1.2.3 1.2.4 1.3.0 2.0.0
  $ deckhand plan cleanup --images images.json --policy policy.json
  $ deckhand plan cleanup --repository shop/vote --stage prod
  $ deckhand plan deploy --image shop/vote:1.1.0 --stage prod
  $ deckhand guard --stage prod
  $ deckhand rehearse
  $ deckhand cloud --port 4566
  $ deckhand deploy --stage prod
  $ deckhand remove --stage pr-7
  $ deckhand status --stage prod
  $ deckhand history --stage prod --since 12h
  $ deckhand replay records.json --config new.yml
  $ deckhand stop --stage prod --why "moving the cluster"
  $ deckhand start --stage prod
  $ deckhand redrive --stage prod
  $ deckhand release prod/web sha256:4f2e9a1 --stage prod
  $ deckhand silence add --matchers cluster=prod --duration 2h --comment "load test"`;

function program(): Command {
  const deckhand = new Command('deckhand')
    .description(manifest.description)
    .version(manifest.version)
    .addHelpText('after', examples);
  const offline = [check(), explain(), pick(), route(), plan(), replay(), rehearse(), cloud()];
  const ofStack = [deploy(), remove()];
  const onStack = [
    ...[status(), history(), guard(), stop(), start()],
    ...[redrive(), silence(), release()],
  ];
  for (const verb of [...offline, ...ofStack, ...onStack]) deckhand.addCommand(verb);
  for (const command of withNested(deckhand)) {
    command.exitOverride().configureOutput({
      outputError: (message) => complain(message.replace(/^error: /, '')),
    });
  }
  return deckhand;
}

const withNested = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap(withNested),
];

/** Runs one command line, and sets the exit code: 0 done, 1 a finding or wrong input, 2 wrong usage. */
export async function run(words: readonly string[]): Promise<void> {
  try {
    await program().parseAsync(words, { from: 'user' });
  } catch (error) {
    process.exitCode = exitCodeFor(error);
  }
}

function exitCodeFor(error: unknown): number {
  // Commander has said what is wrong already. Help that nobody asked for is wrong usage, too.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  // An AWS that does not answer is no defect of ours either.
  const isTold = [WrongUsage, BadInput, Unavailable].some((family) => error instanceof family);
  if (error instanceof Error && isTold) {
    complain(error.message);
    return error instanceof WrongUsage ? 2 : 1;
  }
  const where = error instanceof Error ? (error.stack?.match(/\n\s+(at .*)/)?.[1] ?? '') : '';
  complain(`this is a defect of deckhand, not of yours: ${messageOf(error)} ${where}`);
  return 1;
}
