// What serverless-esbuild does with our sources besides bundling them. CommonJS, because it is `require`d.
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { load } = require('../shared/config/load.ts');

/** The normalised `deckhand.yml`, or all defaults. Throws before anything is bundled if it is wrong. */
function readConfig(serverless) {
  const file = join(serverless.config.serviceDir, 'deckhand.yml');
  const loaded = load(existsSync(file) ? readFileSync(file, 'utf8') : '');
  if (loaded.ok) return loaded.config;
  const lines = loaded.problems.map(({ path, message }) =>
    path ? `${path}: ${message}` : message,
  );
  throw new serverless.classes.Error(['deckhand.yml is wrong:', ...lines].join('\n'));
}

/** Puts the configuration in the place of `shared/config/packaged.ts`. */
function packagedConfig(serverless) {
  const contents = `export const packagedConfig = ${JSON.stringify(readConfig(serverless))};`;
  return {
    name: 'packaged-config',
    setup(build) {
      const filter = /[\\/]shared[\\/]config[\\/]packaged\.ts$/;
      build.onLoad({ filter }, () => ({ contents, loader: 'js' }));
    },
  };
}

module.exports = (serverless) => [packagedConfig(serverless)];
