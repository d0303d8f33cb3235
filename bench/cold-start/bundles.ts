import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { bundling, readWith } from '../../scripts/stack/bundling.ts';
import { packagedConfig } from '../../scripts/stack/packaged-config.ts';
import { normalise } from '../../shared/config/normalise.ts';
import { type Subject, sourceOf } from './clients.ts';

/** Files to import one after the other: the entry, and what is loaded when it is first used. */
export type Bundle = {
  readonly entry: string;
  readonly later: readonly string[];
  readonly zippedBytes: number;
};

/** The function as it is packaged. `later` are the adapters that need no other clients than those it may use. */
export async function bundleOf({ file, clients }: Subject, folder: string): Promise<Bundle> {
  const made = await bundled(
    { entryPoints: [file], plugins: [packagedConfig(normalise({}))] },
    folder,
  );
  const allowed = new Set(clients.map((client) => client.package));
  const adapters = made.chunks.filter(
    ({ entryPoint, path }) =>
      entryPoint?.startsWith('shared/world/') &&
      clientsIn(made.metafile, path).every((name) => allowed.has(name)),
  );
  return {
    entry: made.pathOf(file),
    later: adapters.map(({ path }) => made.absolute(path)),
    zippedBytes: made.zippedBytes,
  };
}

/** What it is held against: the clients that the function may use, their commands, and nothing around them. */
export async function clientsAlone({ clients }: Subject, folder: string): Promise<Bundle> {
  const entry = { contents: sourceOf(clients), resolveDir: bundling().absWorkingDir };
  const made = await bundled({ stdin: entry }, folder);
  return { entry: made.pathOf('<stdin>'), later: [], zippedBytes: made.zippedBytes };
}

async function bundled(of: BuildOptions, outdir: string) {
  const options = { ...bundling(), ...of, outdir, metafile: true } as const;
  const { metafile } = await build(options);
  const absolute = (path: string): string => join(options.absWorkingDir, path);
  const chunks = Object.entries(metafile.outputs).map(([path, output]) => ({ path, ...output }));
  return {
    metafile,
    chunks,
    absolute,
    pathOf: (entryPoint: string): string =>
      absolute(chunks.find((chunk) => chunk.entryPoint === entryPoint)?.path ?? ''),
    zippedBytes: chunks.reduce((sum, { path }) => sum + zippedBytesOf(absolute(path)), 0),
  };
}

/** Deflated, as in a zip archive; its directory, some 200 bytes for each file, is left out. */
const zippedBytesOf = (file: string): number =>
  deflateRawSync(readFileSync(file), { level: 9 }).byteLength;

/** The clients whose code is read when a part is imported. */
const clientsIn = (metafile: Metafile, part: string): readonly string[] =>
  [...readWith(metafile, part)]
    .flatMap((path) => Object.keys(metafile.outputs[path]?.inputs ?? {}))
    .flatMap((file) => /node_modules\/(@aws-sdk\/client-[^/]+)\//.exec(file)?.[1] ?? []);
