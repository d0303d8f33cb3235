import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Metafile } from 'esbuild';
import { z } from 'zod';
import { parseTemplate } from '../../local/cloud/template/yaml.ts';

const root = resolve(import.meta.dirname, '../..');

/** What of `custom.esbuild` is esbuild's own; the rest is for serverless-esbuild. */
const Options = z.object({
  bundle: z.boolean(),
  minify: z.boolean(),
  splitting: z.boolean(),
  banner: z.object({ js: z.string() }),
  format: z.literal('esm'),
  platform: z.literal('node'),
  target: z.string(),
  mainFields: z.array(z.string()),
  conditions: z.array(z.string()),
});

const Written = z.object({ custom: z.object({ esbuild: Options }) });

/** How `serverless package` bundles, for whoever bundles without it. */
export const bundling = () => ({
  ...Written.parse(parseTemplate(readFileSync(join(root, 'serverless.yml'), 'utf8'))).custom
    .esbuild,
  absWorkingDir: root,
  outExtension: { '.js': '.mjs' },
  logLevel: 'error' as const,
});

/** A file of a bundle and all that are read with it, which is not what they import when it is first used. */
export function readWith(
  { outputs }: Metafile,
  ...entries: readonly string[]
): ReadonlySet<string> {
  const read = new Set<string>();
  const follow = (path: string): void => {
    if (read.has(path)) return;
    read.add(path);
    for (const { kind, path: next } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && next in outputs) follow(next);
    }
  };
  entries.forEach(follow);
  return read;
}
