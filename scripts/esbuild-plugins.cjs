// What serverless-esbuild does with our sources besides bundling them. CommonJS, because it is `require`d.
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

module.exports = (serverless) => [packagedConfig(serverless)];
