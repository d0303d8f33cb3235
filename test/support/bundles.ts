import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build, type Metafile } from 'esbuild';
import { z } from 'zod';
import { bundling } from '../../scripts/stack/bundling.ts';
import { packagedConfig } from '../../scripts/stack/packaged-config.ts';
import { normalise } from '../../shared/config/normalise.ts';
import type { Config } from '../../shared/config/types.ts';

export const root = resolve(import.meta.dirname, '../..');

export type Bundles = { readonly folder: string; readonly metafile: Metafile };

/** Bundles all functions as packaging does, into a folder that has no node_modules above it. */
export async function bundled(config: Config = normalise({})): Promise<Bundles> {
  const folder = mkdtempSync(join(tmpdir(), 'deckhand-bundles-'));
  const { metafile } = await build({
    ...bundling(),
    entryPoints: functionFiles().map((file) => `functions/${file}`),
    plugins: [packagedConfig(config)],
    outdir: folder,
    metafile: true,
  });
  return { folder, metafile };
}

/** Runs `code` as an ES module and by itself, as Lambda does: in a script of `node -e`, `require` would be global. */
export const asModule = (code: string, env: { readonly [name: string]: string }) =>
  promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], { env });

export const functionFiles = (): readonly string[] => readdirSync(join(root, 'functions'));

/** The packages that any code in the bundles is of, by name, each with its licence. */
export function packagesIn({ outputs }: Metafile): ReadonlyMap<string, string> {
  const files = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
  const folders = new Set(files.flatMap((file) => folderOfPackage(file) ?? []));
  return new Map(
    [...folders]
      .map((folder) => manifestIn(folder))
      .map(({ name, license }) => [name, license] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

/** `node_modules/a/node_modules/@b/c` of a file below it; nothing for files of ours. */
const folderOfPackage = (file: string): string | undefined =>
  /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];

export const manifestIn = (folder: string) =>
  z
    .object({
      name: z.string(),
      license: z.string().default('none'),
      dependencies: z.record(z.string(), z.string()).default({}),
    })
    .parse(JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')));
