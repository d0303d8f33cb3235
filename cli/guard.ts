import { Command } from 'commander';
import { BadInput } from '../shared/core/errors.ts';
import type { Endangered, PolicyPatch, Watch } from '../shared/core/lifecycle.ts';
import { complain, paint, print, printJson, table } from './output.ts';
import { aboutStack, openStack, type StackOptions } from './stack.ts';
import { WrongUsage } from './wrong-usage.ts';

type Options = StackOptions & { readonly patch?: true; readonly json?: true };

/** `deckhand guard [repository]`: what ECR's own lifecycle policies are about to do to images in use. */
export function guard(): Command {
  return aboutStack(new Command('guard').summary("say what ECR's own policies are about to take"))
    .description(
      "Says which images in use Amazon ECR's own lifecycle policies are about to delete or archive, as the guard of a " +
        'stack saw it last, and prints policies that spare them. Reads only. Exit code 1 where there is something to say.',
    )
    .argument('[repository]', 'one repository, with all that is known of it')
    .option('--patch', 'print the policy that spares them, for aws ecr put-lifecycle-policy')
    .option(
      '--json',
      'print {watches: [{repository, endangered, gap, findings, patch, …}]} and nothing else',
    )
    .addHelpText('after', example)
    .action(async (repository: string | undefined, options: Options) => {
      if (options.patch && repository === undefined) {
        throw new WrongUsage('--patch is about one repository: deckhand guard REPOSITORY --patch');
      }
      if (options.patch && options.json) throw new WrongUsage('--patch prints JSON already');
      const { world } = await openStack(options);
      const all = await world.watches.all();
      const watches = repository ? all.filter((one) => one.repository === repository) : all;
      if (options.patch) printPatch(repository ?? '', watches[0]);
      else if (options.json) printJson({ watches });
      else printWatches(watches, repository !== undefined);
      if (!options.patch) process.exitCode = watches.length === 0 ? 0 : 1;
    });
}

const example = `
Examples:
  $ deckhand guard --stage prod
  $ deckhand guard shop/web --patch > policy.json
  $ aws ecr put-lifecycle-policy --repository-name shop/web --lifecycle-policy-text file://policy.json`;

/** The policy alone on standard output; what has to be done first goes where people see it. */
function printPatch(repository: string, watch: Watch | undefined): void {
  if (!watch || watch.howMany === 0) {
    throw new BadInput(
      `no image in use of ${repository} is about to go: there is nothing to patch`,
    );
  }
  if (!watch.patch) {
    throw new BadInput(
      `ECR would take no policy that spares them all: tag fewer, or move ${repository} to ours`,
    );
  }
  if (watch.patch.tag.length > 0) {
    const count = watch.patch.tag.length;
    complain(`${count} have to be tagged before: \`deckhand guard ${repository}\` says how`);
  }
  printJson(watch.patch.policy);
}

function printWatches(watches: readonly Watch[], isOne: boolean): void {
  if (watches.length === 0) print('No image in use is about to go by a policy of ECR.');
  for (const watch of watches) {
    print(`${paint.bold(watch.repository)}  ${paint.dim(`seen ${watch.at}`)}`);
    if (watch.howMany > 0) print(table(watch.endangered.map(rowOf)));
    const more = watch.howMany - watch.endangered.length;
    if (more > 0) print(`  and ${more} more`);
    for (const { rule, message } of watch.findings) {
      print(`  ${paint.yellow(`rule ${rule}`)}: ${message}`);
    }
    if (watch.gap !== null) print(`  ${paint.yellow('not seen')}: ${watch.gap}`);
    if (isOne && watch.patch) print(`\n${howTo(watch.repository, watch.patch)}`);
  }
}

const words = { expire: 'deletes', transition: 'archives' } as const;

const times = {
  now: 'within 24 hours',
  'by-age': 'when it is a day older',
  'by-count': 'if as much is pushed as today',
} as const;

const rowOf = ({ tags, digest, rule, action, when, because }: Endangered): readonly string[] => [
  `  ${tags[0] ?? digest.slice(0, 19)}`,
  paint.red(`rule ${rule} ${words[action]} it ${times[when]}`),
  because,
];

function howTo(repository: string, patch: PolicyPatch): string {
  const first =
    patch.tag.length === 0
      ? []
      : ['Tag what has no tag to know it by:', tagging(repository, patch)];
  return [
    ...first,
    'Put the policy that spares them:',
    `  deckhand guard ${repository} --patch > policy.json`,
    `  aws ecr put-lifecycle-policy --repository-name ${repository} --lifecycle-policy-text file://policy.json`,
  ].join('\n');
}

/** Source: Amazon ECR User Guide, "Retagging an image". */
const tagging = (repository: string, { tag: tags }: PolicyPatch): string =>
  tags
    .map(({ digest, tag }) =>
      [
        `  manifest=$(aws ecr batch-get-image --repository-name ${repository} --image-ids imageDigest=${digest} \\`,
        "    --query 'images[0].imageManifest' --output text)",
        `  aws ecr put-image --repository-name ${repository} --image-tag ${tag} --image-manifest "$manifest"`,
      ].join('\n'),
    )
    .join('\n');
