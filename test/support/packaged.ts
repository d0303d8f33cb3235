import { spawnSync } from 'node:child_process';
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
export function packagedTemplate({
  config,
  stage = 'dev',
  region = 'us-east-1',
}: PackagedFor): Template {
  const home = mkdtempSync(join(tmpdir(), `deckhand-${stage}-`));
  try {
    for (const source of sources)
      cpSync(join(root, source), join(home, source), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'));
    for (const file of readdirSync(join(home, 'functions'))) {
      writeFileSync(join(home, 'functions', file), 'export const handler = async () => {};\n');
    }
    writeFileSync(join(home, 'deckhand.yml'), config);
    const command = join(root, 'node_modules/serverless/bin/serverless.js');
    const words = [command, 'package', '--stage', stage, '--region', region];
    const done = spawnSync(process.execPath, words, {
      cwd: home,
      encoding: 'utf8',
      timeout: 120_000,
    });
    if (done.status !== 0)
      throw new Error(`serverless package failed:\n${done.stdout}${done.stderr}`);
    const file = join(home, '.serverless/cloudformation-template-update-stack.json');
    const template: Template = JSON.parse(readFileSync(file, 'utf8'));
    return template;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
