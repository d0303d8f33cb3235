// What serverless-esbuild does with our sources besides bundling them. CommonJS, because it is `require`d.
const { parse } = require('node:path');
const { readConfig } = require('./read-config.cjs');
const { packagedConfig } = require('./stack/packaged-config.ts');

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

module.exports = (serverless) => [packagedConfig(readConfig(serverless)), partsNamedAfterFunction];
