import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { load } from '../../shared/config/load.ts';
import { normalise } from '../../shared/config/normalise.ts';
import { packagedConfig } from '../../shared/config/packaged.ts';

const root = join(import.meta.dirname, '../..');

/** Bundles packaged.ts as serverless-esbuild would, for a service in `process.argv[1]`. */
const bundling = `
  const plugins = require('./scripts/esbuild-plugins.cjs');
  const directory = process.argv[1];
  require('esbuild').build({
    entryPoints: ['shared/config/packaged.ts'],
    plugins: plugins({ config: { serviceDir: directory } }),
    bundle: true, write: false, format: 'esm', logLevel: 'silent', metafile: true,
  }).then(
    ({ outputFiles: [file], metafile }) =>
      process.stdout.write(JSON.stringify({ code: file.text, inputs: Object.keys(metafile.inputs) })),
    ({ errors }) => process.stdout.write(JSON.stringify({ errors: errors.map(({ text }) => text) })),
  );`;

type Bundled = { code?: string; inputs?: string[]; errors?: string[] };

async function bundle(directory: string): Promise<Bundled> {
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ['-e', bundling, directory], { cwd: root });
  return JSON.parse(stdout);
}

async function configIn({ code = '' }: Bundled): Promise<unknown> {
  const module = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return module.packagedConfig;
}

describe('the packaged configuration', () => {
  let directory = '';

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'deckhand-'));
  });

  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  test('is all defaults when it runs from source', () => {
    expect(packagedConfig).toEqual(normalise({}));
  });

  test('is all defaults without a deckhand.yml', async () => {
    const bundled = await bundle(directory);

    expect(await configIn(bundled)).toEqual(normalise({}));
  });

  test('is deckhand.yml, normalised, and brings no parser along', async () => {
    const text = 'mode: act\nrestart: { resetAfter: 1h, rules: [{ match: { cluster: a } }] }\n';
    await writeFile(join(directory, 'deckhand.yml'), text);

    const bundled = await bundle(directory);

    expect({ ok: true, config: await configIn(bundled) }).toEqual(load(text));
    expect(bundled.inputs).toEqual(['shared/config/packaged.ts']);
  });

  test('fails to be made from a wrong deckhand.yml, with the lines that check prints', async () => {
    await writeFile(join(directory, 'deckhand.yml'), 'mod: act\nrestart: { attempts: 12 }\n');

    const { errors } = await bundle(directory);

    expect(errors).toEqual([
      'deckhand.yml: restart.attempts: expected at most 10',
      'deckhand.yml: mod: unknown key `mod`, did you mean `mode`?',
    ]);
  });
});
