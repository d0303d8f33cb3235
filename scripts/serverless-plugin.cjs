// What Serverless Framework does with serverless.yml besides what it does by itself. CommonJS, because it is `require`d.
const { deployed } = require('../shared/config/stack/deployed.ts');
const { readConfig } = require('./read-config.cjs');

/**
 * Leaves out of the stack what `deckhand.yml` does not ask for: see shared/config/features.ts. In the constructor,
 * since the framework checks what it was given against its own schema before any hook.
 */
class Deckhand {
  constructor(serverless) {
    const input = serverless.configurationInput;
    if (!input?.functions) return;
    const { functions, resources } = input;
    Object.assign(input, deployed({ functions, resources }, readConfig(serverless)));
  }
}

module.exports = Deckhand;
