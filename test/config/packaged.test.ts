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
  const serverless = { config: { serviceDir: process.argv[1] }, classes: { Error } };
  const print = (value) => process.stdout.write(JSON.stringify(value));
  async function bundle() {
    const plugins = require('./scripts/esbuild-plugins.cjs')(serverless);
    const { outputFiles: [file], metafile } = await require('esbuild').build({
      entryPoints: ['shared/config/packaged.ts'],
      plugins, bundle: true, write: false, format: 'esm', metafile: true,
    });
    return { code: file.text, inputs: Object.keys(metafile.inputs) };
  }
  bundle().then(print, ({ message }) => print({ error: message }));`;

type Bundled = { code?: string; inputs?: string[]; error?: string };

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

    const { error } = await bundle(directory);

    expect(error).toBe(
      [
        'deckhand.yml is wrong:',
        'restart.attempts: expected at most 10',
        'mod: unknown key `mod`, did you mean `mode`?',
      ].join('\n'),
    );
  });
});
