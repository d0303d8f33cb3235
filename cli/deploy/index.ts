import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { readConfigHere } from '../config-file.ts';
import { paint, print, printJson } from '../output.ts';
import { regionOf } from '../stack.ts';
import { WrongUsage } from '../wrong-usage.ts';
import { isAgreed } from './ask.ts';
import { type Rights, rightsIn } from './rights.ts';
import { rightsTable } from './rights-table.ts';
import { serverless, type Target } from './serverless.ts';

type Options = {
  readonly stage: string;
  readonly region?: string;
  readonly yes?: true;
  readonly json?: true;
};

/** `deckhand deploy`: says what the stack may do, asks once, and deploys the very package that it told of. */
export function deploy(): Command {
  return aboutTarget(new Command('deploy').summary('package and deploy the stack'))
    .description(
      'Checks deckhand.yml, packages the stack, says what each of its functions hears of and may do, asks once, and ' +
        'deploys just that. Exit code 1 when the answer is no.',
    )
    .option(
      '--json',
      'print {stack, region, functions: [{name, events, changes, looks}], deployed}',
    )
    .addHelpText('after', '\nExample:\n  $ npm run deploy -- --stage prod --region eu-west-1')
    .action(async (options: Options) => {
      const target = targetOf(options);
      await readConfigHere(undefined);
      const packaged = mkdtempSync(join(tmpdir(), 'deckhand-package-'));
      try {
        await serverless(['package', '--package', packaged], target);
        const functions = rightsIn(readTemplate(packaged));
        const isMeant = await meant(target, functions, options);
        if (isMeant) await serverless(['deploy', '--package', packaged], target);
        tell(target, functions, isMeant, options);
        process.exitCode = isMeant ? 0 : 1;
      } finally {
        rmSync(packaged, { recursive: true, force: true });
      }
    });
}

/** `deckhand remove`: takes the stack away, and leaves its table. */
export function remove(): Command {
  return aboutTarget(new Command('remove').summary('take the stack away'))
    .description(
      'Asks once, and takes the stack away. Its table stays, with what Deckhand did. Exit code 1 when the answer is no.',
    )
    .option('--json', 'print {stack, region, removed} and nothing else')
    .addHelpText('after', '\nExample:\n  $ npm run remove -- --stage prod --region eu-west-1')
    .action(async (options: Options) => {
      const target = targetOf(options);
      const question = `Take ${nameOf(target)} in ${target.region} away?`;
      const removed = options.yes === true || (await isAgreed(question));
      if (removed) await serverless(['remove'], target);
      if (options.json) printJson({ stack: nameOf(target), region: target.region, removed });
      else print(removed ? `${nameOf(target)} is gone; its table is still there` : 'nothing done');
      process.exitCode = removed ? 0 : 1;
    });
}

const aboutTarget = (command: Command): Command =>
  command
    .option('--stage <stage>', 'the stage of the stack', 'dev')
    .option('--region <region>', 'its region; otherwise AWS_REGION, AWS_DEFAULT_REGION, us-east-1')
    .option('-y, --yes', 'do not ask: for CI');

/** A stage is part of every name in the stack: IAM takes 64 characters of them, and Lambda no others than these. */
function targetOf(options: Options): Target {
  const { stage } = options;
  if (!/^[a-zA-Z][a-zA-Z0-9-]{0,15}$/.test(stage)) {
    throw new WrongUsage(
      `--stage ${stage}: expected a letter, then up to 15 letters, digits and hyphens`,
    );
  }
  return { stage, region: regionOf(options) };
}

const nameOf = ({ stage }: Target): string => `deckhand-${stage}`;

const readTemplate = (packaged: string): string =>
  readFileSync(join(packaged, 'cloudformation-template-update-stack.json'), 'utf8');

/** Shows what is to be deployed; asks, unless somebody has said yes before. */
async function meant(
  target: Target,
  functions: readonly Rights[],
  { yes, json }: Options,
): Promise<boolean> {
  if (!json) {
    print(
      `\n${paint.bold(nameOf(target))} in ${target.region}, besides its own table and queues:\n`,
    );
    print(`${rightsTable(functions)}\n`);
  }
  return yes === true || isAgreed(`Deploy ${nameOf(target)} to ${target.region}?`);
}

function tell(
  target: Target,
  functions: readonly Rights[],
  deployed: boolean,
  { json }: Options,
): void {
  const { region } = target;
  if (json) printJson({ stack: nameOf(target), region, functions, deployed });
  else print(deployed ? `${nameOf(target)} is deployed` : 'nothing done');
}
