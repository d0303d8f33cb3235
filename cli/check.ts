import { Command } from 'commander';
import { load } from '../shared/config/load.ts';
import type { Config } from '../shared/config/types.ts';
import { readInput } from './input.ts';
import { paint, print, printJson, table } from './output.ts';
import { summarise } from './summary.ts';
import { cleanupWarnings } from './summary-cleanup.ts';

/** `deckhand check [deckhand.yml]`: is the configuration right, and what does it come to? */
export function check(): Command {
  return new Command('check')
    .summary('validate a configuration and say what it comes to')
    .description('Validates a configuration and says what it comes to. Exit code 1 if it is wrong.')
    .argument('[file]', 'the configuration, or - for standard input', 'deckhand.yml')
    .option('--json', 'print {ok, problems: [{path, message}], config} and nothing else')
    .addHelpText('after', '\nExample:\n  $ deckhand check deckhand.yml')
    .action(async (file: string, { json }: { json?: true }) => {
      const loaded = load(await readInput(file));
      const { ok } = loaded;
      const problems = ok ? [] : loaded.problems;
      const config = ok ? loaded.config : null;
      if (json) printJson({ ok, problems, config });
      else if (config) printFine(file, config);
      else for (const { path, message } of problems) print(problemLine(file, path, message));
      process.exitCode = ok ? 0 : 1;
    });
}

const problemLine = (file: string, path: string, message: string): string =>
  `${paint.bold(path || file)}: ${paint.red(message)}`;

function printFine(file: string, config: Config): void {
  const name = file === '-' ? 'The configuration' : file;
  print(`${name} is ${paint.green('ok')}: ${inShort(config)}`);
  print(table(summarise(config).map(([subject, what]) => [`  ${paint.bold(subject)}`, what])));
  for (const warning of cleanupWarnings(config.cleanup.rules)) print(warning);
}

function inShort({ actByTag, restart, deploy, cleanup }: Config): string {
  const rollouts = deploy.rules.filter(({ policy }) => policy.name !== 'never');
  const rules = [...restart.rules, ...rollouts, ...cleanup.rules];
  const acting = rules.filter(({ mode }) => mode === 'act').length;
  const byTag = `where a tag says act (actByTag: ${actByTag.join(', ')})`;
  if (actByTag.length > 0 && acting < rules.length) {
    return `does what it decides where the mode is act, and ${byTag}`;
  }
  if (acting === 0) return 'decides and tells, and changes nothing (mode observe)';
  if (acting === rules.length) return 'does what it decides (mode act)';
  return 'does what it decides where the mode is act, and only tells where it is observe';
}
