import { spawnSync } from 'node:child_process';
import { hash } from 'node:crypto';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Template } from '../../scripts/stack/template.ts';

export type PackagedFor = {
  /** The text of a `deckhand.yml`. */
  readonly config: string;
  readonly stage?: string;
  readonly region?: string;
};

const root = resolve(import.meta.dirname, '../..');
const sources = [
  'shared',
  'functions',
  'scripts',
  'serverless.yml',
  'package.json',
  'tsconfig.json',
];

/**
 * The template that `npx serverless package` makes, with handlers that do nothing in the place of ours: bundling them
 * takes ten times as long and changes no more of the template than a hash.
 */
export function packagedTemplate(given: PackagedFor): Template {
  const template: Template = packaged(given, emptyHandlersBut([]), (folder) =>
    JSON.parse(readFileSync(join(folder, 'cloudformation-template-update-stack.json'), 'utf8')),
  );
  return template;
}

/**
 * The archives of the functions in the configuration that everybody starts with: the SHA-256 of each by its name. All
 * handlers but those in these files do nothing, as above.
 */
export const packagedArchives = (files: readonly string[]): { readonly [name: string]: string } =>
  packaged({ config: '' }, emptyHandlersBut(files), (folder) =>
    Object.fromEntries(
      readdirSync(folder)
        .filter((file) => file.endsWith('.zip'))
        .map((file) => [file, hash('sha256', readFileSync(join(folder, file)))]),
    ),
  );

const emptyHandlersBut =
  (files: readonly string[]) =>
  (home: string): void => {
    for (const file of readdirSync(join(home, 'functions')).filter((one) => !files.includes(one))) {
      writeFileSync(join(home, 'functions', file), 'export const handler = async () => {};\n');
    }
  };

/** Packages a copy of the sources, changed by `change`, and reads what there is then. */
function packaged<Read>(
  { config, stage = 'dev', region = 'us-east-1' }: PackagedFor,
  change: (home: string) => void,
  read: (folder: string) => Read,
): Read {
  const home = mkdtempSync(join(tmpdir(), `deckhand-${stage}-`));
  try {
    for (const source of sources)
      cpSync(join(root, source), join(home, source), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'));
    change(home);
    writeFileSync(join(home, 'deckhand.yml'), config);
    const command = join(root, 'node_modules/serverless/bin/serverless.js');
    const words = [command, 'package', '--stage', stage, '--region', region];
    const done = spawnSync(process.execPath, words, {
      cwd: home,
      encoding: 'utf8',
      timeout: 600_000,
    });
    if (done.status !== 0)
      throw new Error(`serverless package failed:\n${done.stdout}${done.stderr}`);
    return read(join(home, '.serverless'));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
