import { normalise } from './normalise.ts';
import type { Config } from './types.ts';

/**
 * The configuration a function runs with. Here it is all defaults; packaging puts the normalised
 * `deckhand.yml` in this module's place (`scripts/esbuild-plugins.cjs`), so that a cold start reads no YAML.
 */
export const packagedConfig: Config = normalise({});
