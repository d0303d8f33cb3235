import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { region } from './aws.ts';

/** What `npx serverless package` leaves behind. */
export type Packaged = {
  /** The stack's first template: a bucket for the second one and for the functions. */
  readonly bucketTemplate: string;
  readonly template: string;
  readonly templateFile: string;
  /** Key in the bucket -> file. */
  readonly artifacts: ReadonlyMap<string, string>;
};

const root = resolve(import.meta.dirname, '../../..');
const sources = [
  'functions',
  'shared',
  'scripts',
  'serverless.yml',
  'package.json',
  'tsconfig.json',
];

/**
 * Packages Deckhand with this `deckhand.yml`, as an owner would, in a copy of the sources: the repository's own
 * `deckhand.yml` stays as it is.
 */
export function packageWith(config: string, stage: string): Packaged {
  const home = mkdtempSync(join(tmpdir(), `deckhand-${stage}-`));
  for (const source of sources) cpSync(join(root, source), join(home, source), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'));
  writeFileSync(join(home, 'deckhand.yml'), config);
  const command = ['serverless', 'package', '--stage', stage, '--region', region];
  const done = spawnSync('npx', command, { cwd: home, encoding: 'utf8', timeout: 600_000 });
  if (done.status !== 0)
    throw new Error(`serverless package failed:\n${done.stdout}${done.stderr}`);
  return readPackage(join(home, '.serverless'));
}

function readPackage(folder: string): Packaged {
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
  const file = 'cloudformation-template-update-stack.json';
  const template = read(file);
  const keys = [...template.matchAll(/"S3Key": "([^"]+)"/g)].map(([, key = '']) => key);
  return {
    bucketTemplate: read('cloudformation-template-create-stack.json'),
    template,
    templateFile: join(folder, file),
    artifacts: new Map(keys.map((key) => [key, join(folder, key.split('/').at(-1) ?? '')])),
  };
}
