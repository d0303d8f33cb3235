import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readWith } from '../scripts/stack/bundling.ts';
import {
  asModule,
  type Bundles,
  bundled,
  functionFiles,
  manifestIn,
  packagesIn,
  root,
} from './support/bundles.ts';
import { packagedArchives } from './support/packaged.ts';

const page = readFileSync(join(root, 'docs/dependencies.md'), 'utf8');

let bundles: Bundles;

beforeAll(async () => {
  bundles = await bundled();
}, 60_000);

afterAll(() => rmSync(bundles.folder, { recursive: true }));

const env = { STAGE: 'test', POWERTOOLS_LOG_LEVEL: 'SILENT' };

describe('a bundled function', () => {
  test.each(functionFiles())('loads with nothing around it: %s', async (file) => {
    const bundle = join(bundles.folder, file.replace(/\.ts$/, '.mjs'));

    const { stdout, stderr } = await asModule(
      `console.log(typeof (await import(${JSON.stringify(bundle)})).handler)`,
      env,
    );

    expect({ stdout, stderr }).toEqual({ stdout: 'function\n', stderr: '' });
  });

  test('has no part that fails to load when it is first used', async () => {
    const parts = readdirSync(bundles.folder).map((part) => join(bundles.folder, part));

    const { stdout, stderr } = await asModule(
      `for (const part of ${JSON.stringify(parts)})
         await import(part).catch(({ message }) => console.log(part, message));`,
      env,
    );

    expect(parts.length).toBeGreaterThan(functionFiles().length);
    expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' });
  });

  test('reads no client of the SDK at a cold start', () => {
    const { outputs } = bundles.metafile;
    const entries = Object.keys(outputs).filter((path) =>
      outputs[path]?.entryPoint?.startsWith('functions/'),
    );

    const read = [...readWith(bundles.metafile, ...entries)];
    const inputs = read.flatMap((path) => Object.keys(outputs[path]?.inputs ?? {}));

    expect(entries).toHaveLength(functionFiles().length);
    expect(inputs.length).toBeGreaterThan(100);
    expect(inputs.filter((file) => file.includes('@aws-sdk/client-'))).toEqual([]);
  });
});

describe('the archives of the functions', () => {
  test('are the same, byte by byte, whenever and wherever they are packaged', () => {
    // The largest, which has all that is bundled in any way at all, and one that nothing is like.
    const files = ['call-due.ts', 'cleanup-due.ts'];

    const [one, other] = [packagedArchives(files), packagedArchives(files)];

    expect(Object.keys(one)).toHaveLength(functionFiles().length);
    expect(one).toEqual(other);
  }, 300_000);
});

/** Licences that ask for no more than to be named. */
const permissive = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'MIT-0'];

describe('docs/dependencies.md', () => {
  const rows = page
    .split('\n')
    .map((line) => /^\| `([^`]+)` \| (.+) \| (\S+) \| \d+ KiB \|$/.exec(line))
    .flatMap((found) => (found ? [{ name: found[1], why: found[2], licence: found[3] }] : []));

  test('gives each runtime dependency a reason, and its licence', () => {
    const { dependencies } = manifestIn('.');

    expect(rows.map(({ name }) => name)).toEqual(Object.keys(dependencies));
    for (const { name, licence } of rows) {
      expect([name, licence]).toEqual([name, manifestIn(`node_modules/${name}`).license]);
    }
  });

  test('lists the packages that the functions carry, by their licences', () => {
    const licences = Map.groupBy(packagesIn(bundles.metafile), ([, licence]) => licence);
    const lines = [...licences]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([licence, of]) => `| ${licence} | ${of.map(([name]) => `\`${name}\``).join(', ')} |`);
    const [, table = ''] =
      /<!-- carried -->\n\n([\s\S]*?)\n\n<!-- end of carried -->/.exec(page) ?? [];

    expect(table).toBe(['| Licence | Packages |', '| --- | --- |', ...lines].join('\n'));
    expect([...licences.keys()].filter((licence) => !permissive.includes(licence))).toEqual([]);
  });
});
