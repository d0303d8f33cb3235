import { load } from '../../shared/config/load.ts';
import type { Config } from '../../shared/config/types.ts';

/** The configuration that a `deckhand.yml` gives, all defaults where it is empty. */
export function yml(text = ''): Config {
  const loaded = load(text);
  if (loaded.ok) return loaded.config;
  throw new Error(loaded.problems.map(({ path, message }) => `${path}: ${message}`).join('; '));
}
