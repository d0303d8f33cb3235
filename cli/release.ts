import { userInfo } from 'node:os';
import { Command } from 'commander';
import { clusterArnOf, parseArn, serviceNameOf } from '../shared/core/arn.ts';
import { BadInput } from '../shared/core/errors.ts';
import type { Quarantined } from '../shared/core/operations.ts';
import { callOf } from '../shared/deploy/calls.ts';
import { print, printJson } from './output.ts';
import { aboutStack, openStack, type StackOptions } from './stack.ts';

type Options = StackOptions & {
  readonly by?: string;
  readonly why: string;
  readonly json?: true;
};

/** `deckhand release`: lets an image be tried again that failed, or was replaced, in a service. */
export function release(): Command {
  return aboutStack(
    new Command('release').summary(
      'let an image be rolled out again that is held back in a service',
    ),
  )
    .description(
      'Takes a digest out of the quarantine of a service, and has the service looked at again at once. Asks the stack ' +
        'to do it: that is recorded, and the receivers are told who released it, and why. `deckhand status` lists what ' +
        'is held back.',
    )
    .argument('<service>', 'cluster/service, or the ARN of the service')
    .argument('<digest>', 'sha256:…, or the beginning of it')
    .option('--why <text>', 'told in chat', 'no reason given')
    .option('--by <name>', 'who does it; otherwise your name on this machine')
    .option('--json', 'print {service, digest, tag, by, why} and nothing else')
    .addHelpText(
      'after',
      '\nExample:\n  $ deckhand release prod/web sha256:4f2e9a1 --stage prod --why "the database is migrated now"',
    )
    .action(async (service: string, digest: string, options: Options) => {
      const { name, operations, world } = await openStack(options);
      const found = theOne(await operations.quarantined(), service, digest, name);
      const by = options.by ?? userInfo().username;
      const now = world.clock.now().toISOString();
      const { serviceArn } = found;
      const about = {
        ...({ what: 'release', clusterArn: clusterArnOf(serviceArn), serviceArn } as const),
        ...{ digest: found.digest, by, why: options.why },
      };
      // Due since the stack held it back, by its own clock: this machine's may be ahead of it.
      await world.later.call(callOf(about, `${serviceArn}#${found.digest}@${now}`), found.at);
      const told = { service: serviceNameOf(serviceArn), digest: found.digest, tag: found.tag };
      if (options.json) printJson({ ...told, by, why: options.why });
      else print(`${told.service}: ${found.tag} (${found.digest}) is released.`);
    });
}

/** The digest that is meant; of one that is not held back, what is. */
function theOne(
  quarantined: readonly Quarantined[],
  service: string,
  digest: string,
  stack: string,
): Quarantined {
  const isArn = parseArn(service) !== null;
  const here = quarantined.filter(({ serviceArn }) =>
    isArn ? serviceArn === service : serviceNameOf(serviceArn) === service,
  );
  const meant = here.filter((one) => one.digest.startsWith(digest));
  const [found] = meant;
  if (found && meant.length === 1) return found;
  if (meant.length > 1)
    throw new BadInput(`${digest} begins ${meant.length} digests: give more of it`);
  const held = here.map((one) => one.digest).join(', ');
  throw new BadInput(
    here.length > 0
      ? `${digest} is not held back in ${service}; these are: ${held}`
      : `nothing is held back in a service ${service} of ${stack}: deckhand status lists what is`,
  );
}
