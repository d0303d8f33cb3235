// What serverless-esbuild does with our sources besides bundling them. CommonJS, because it is `require`d.
const { parse } = require('node:path');
const { readConfig } = require('./read-config.cjs');

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

/**
 * Names the parts of a bundle after its function: what is called `functions/task-stopped.…` serverless-esbuild takes
 * into the archive of that function, and into no other.
 */
const partsNamedAfterFunction = {
  name: 'parts-named-after-function',
  setup({ initialOptions }) {
    const [entry] = initialOptions.entryPoints;
    initialOptions.chunkNames = `${parse(entry).name}.[hash]`;
  },
};

module.exports = (serverless) => [packagedConfig(serverless), partsNamedAfterFunction];
