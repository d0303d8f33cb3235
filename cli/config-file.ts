import { existsSync } from 'node:fs';
import { load } from '../shared/config/load.ts';
import { packagedConfig } from '../shared/config/packaged.ts';
import type { Config } from '../shared/config/types.ts';
import { BadInput } from '../shared/core/errors.ts';
import { readInput } from './input.ts';

/** The same, but without a file named, of `deckhand.yml` here, if there is one. */
export async function readConfigHere(file: string | undefined): Promise<Config> {
  return readConfig(file ?? (existsSync('deckhand.yml') ? 'deckhand.yml' : undefined));
}

/** The configuration of a file, or the defaults without one. Throws `BadInput` with the first of its problems. */
export async function readConfig(file: string | undefined): Promise<Config> {
  if (file === undefined) return packagedConfig;
  const loaded = load(await readInput(file));
  if (loaded.ok) return loaded.config;
  const [first] = loaded.problems;
  const more = loaded.problems.length > 1 ? ` (and ${loaded.problems.length - 1} more)` : '';
  throw new BadInput(
    `${file}: ${first?.path}: ${first?.message}${more}; see deckhand check ${file}`,
  );
}
