const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { load } = require('../shared/config/load.ts');

/** The normalised `deckhand.yml`, or all defaults. Throws before anything is packaged if it is wrong. */
function readConfig(serverless) {
  const file = join(serverless.config.serviceDir, 'deckhand.yml');
  const loaded = load(existsSync(file) ? readFileSync(file, 'utf8') : '');
  if (loaded.ok) return loaded.config;
  const lines = loaded.problems.map(({ path, message }) =>
    path ? `${path}: ${message}` : message,
  );
  throw new serverless.classes.Error(['deckhand.yml is wrong:', ...lines].join('\n'));
}

module.exports = { readConfig };
