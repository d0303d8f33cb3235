// What serverless-esbuild does with our sources besides bundling them. CommonJS, because it is `require`d.
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

/** Puts the normalised `deckhand.yml` in the place of `shared/config/packaged.ts`, or fails the packaging. */
function packagedConfig(directory) {
  const file = join(directory, 'deckhand.yml');
  return {
    name: 'packaged-config',
    setup(build) {
      build.onLoad({ filter: /[\\/]shared[\\/]config[\\/]packaged\.ts$/ }, async () => {
        const { load } = await import('../shared/config/load.ts');
        const loaded = load(existsSync(file) ? readFileSync(file, 'utf8') : '');
        if (!loaded.ok) return { errors: loaded.problems.map(asError), watchFiles: [file] };
        const contents = `export const packagedConfig = ${JSON.stringify(loaded.config)};`;
        return { contents, loader: 'js', watchFiles: existsSync(file) ? [file] : [] };
      });
    },
  };
}

const asError = ({ path, message }) => ({
  text: `deckhand.yml: ${path ? `${path}: ` : ''}${message}`,
});

module.exports = (serverless) => [packagedConfig(serverless.config.serviceDir)];
