// What Serverless Framework does with serverless.yml besides what it does by itself. CommonJS, because it is `require`d.
const { deployed } = require('../shared/config/stack/deployed.ts');
const { readConfig } = require('./read-config.cjs');
const { finished } = require('./stack/finished.ts');

/**
 * Leaves out of the stack what `deckhand.yml` does not ask for (shared/config/features.ts), and finishes the template
 * (stack/finished.ts). The first in the constructor, since the framework checks what it was given against its own
 * schema before any hook; the second when all that makes up the template is there.
 */
class Deckhand {
  constructor(serverless) {
    this.serverless = serverless;
    this.hooks = {
      'after:aws:package:finalize:mergeCustomProviderResources': () => this.finish(),
    };
    const input = serverless.configurationInput;
    if (!input?.functions) return;
    const { functions, resources } = input;
    Object.assign(input, deployed({ functions, resources }, readConfig(serverless)));
  }

  finish() {
    const { service, provider } = this.serverless.service;
    const { stage, tags } = provider;
    provider.compiledCloudFormationTemplate = finished(provider.compiledCloudFormationTemplate, {
      service,
      stage,
      tags,
    });
  }
}

module.exports = Deckhand;
