import { Command } from 'commander';
import type { Behaviour, Start } from '../local/cloud/ecs/state/program.ts';
import { messageOf } from '../shared/core/errors.ts';
import { complain, print } from './output.ts';
import { WrongUsage } from './wrong-usage.ts';

/** `deckhand cloud`: the local AWS of the rehearsal over HTTP, with Deckhand in it. */
export function cloud(): Command {
  return new Command('cloud')
    .summary('serve the local AWS over HTTP, for the aws command line')
    .description(
      'Serves the local AWS of the rehearsal over HTTP, with Deckhand in it, for the aws command line to look at and ' +
        'to poke. Ends with Ctrl-C; nothing is kept.',
    )
    .option('--port <number>', 'where to listen, on this machine only', '4566')
    .option('--seed <number>', 'the same seed gives the same town', '1')
    .option('--speed <number>', 'how many times as fast as real time it goes', '1')
    .addHelpText('after', '\nExample:\n  $ deckhand cloud --port 4566')
    .action(async (options: { port: string; seed: string; speed: string }) => {
      const port = numberIn('--port', options.port, 65_535);
      const speed = numberIn('--speed', options.speed, 10_000);
      // Only now: the local cloud takes longer to load than the other verbs take to run.
      const { createCloudServer } = await import('../local/cloud/server.ts');
      const { openTown } = await import('../local/town/town.ts');
      const { works } = await import('../local/rehearsal/acts-tasks.ts');
      const town = await openTown(numberIn('--seed', options.seed, Number.MAX_SAFE_INTEGER));
      town.cloud.ecs.program({ family: 'tally' }, works);
      town.cloud.ecs.program({ family: 'report' }, (start) => asTold(start) ?? works);
      await town.pass(60_000);
      const server = createCloudServer(town.cloud, {
        speed,
        onError: (error) => complain(messageOf(error)),
      });
      await new Promise<void>((resolve, reject) => {
        server.once('error', (error) => reject(new WrongUsage(`--port ${port}: ${error.message}`)));
        server.listen(port, '127.0.0.1', resolve);
      });
      print(introduction(port));
      await new Promise((resolve) => server.once('close', resolve));
    });
}

/** A report run with the command `exit 1` does just that, once it has run for a while. */
function asTold({ task }: Start): Behaviour | null {
  const command = task.overrides.containerOverrides?.[0]?.command ?? [];
  if (command[0] !== 'exit') return null;
  return { writes: [command.join(' ')], exits: { afterMs: 90_000, code: Number(command[1] ?? 0) } };
}

function numberIn(option: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0 && value <= most) return value;
  throw new WrongUsage(`${option} ${text}: expected a whole number from 0 to ${most}`);
}

const introduction = (port: number): string => `
The voting app runs at http://127.0.0.1:${port} in us-east-1, and Deckhand looks after it. Try

  export AWS_ENDPOINT_URL=http://127.0.0.1:${port} AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local
  aws ecs list-tasks --cluster voting
  aws ecs describe-services --cluster voting --services vote worker
  aws ecs stop-task --cluster voting --task <one of them> --reason "to see what happens"
  aws ecs run-task --cluster voting --task-definition report --launch-type FARGATE \\
    --network-configuration 'awsvpcConfiguration={subnets=[subnet-0a11],securityGroups=[sg-0c33]}' \\
    --overrides '{"containerOverrides":[{"name":"report","command":["exit","1"]}]}'
  aws ecr describe-images --repository-name voting/vote
  aws sns list-topics
  curl -s -d token=xoxb-local -d channel=#ops http://127.0.0.1:${port}/api/conversations.history

What people stop on purpose is no news; the report that fails is restarted, and told in #ops. Ctrl-C ends it.`;
