import type { Plugin } from 'esbuild';
import type { Config } from '../../shared/config/types.ts';

/** Puts a configuration in the place of `shared/config/packaged.ts`, so that a cold start reads no YAML. */
export function packagedConfig(config: Config): Plugin {
  const contents = `export const packagedConfig = ${JSON.stringify(config)};`;
  return {
    name: 'packaged-config',
    setup({ onLoad }) {
      const filter = /[\\/]shared[\\/]config[\\/]packaged\.ts$/;
      onLoad({ filter }, () => ({ contents, loader: 'js' }));
    },
  };
}
