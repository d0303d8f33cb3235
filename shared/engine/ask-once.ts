import type { Registry } from '../core/registry.ts';
import type { Setting } from './setting.ts';

/**
 * A setting for services that are looked at together, those of a batch of calls: what their repository has, and what
 * the scan of an image found, is asked once for all of them. Each call was there before the batch, so that no answer is
 * older than what it is about; what could not be asked is asked again. Not for longer than one invocation: answers are
 * kept as long as the setting is.
 */
export const forBatch = ({ world, config }: Setting): Setting => ({
  world: { ...world, registry: askingOnce(world.registry) },
  config,
});

function askingOnce(registry: Registry): Registry {
  return {
    taggedImages: onceEach(registry.taggedImages),
    scanOf: onceEach(registry.scanOf),
    // Digests do not change: the registry keeps these by itself.
    platformsOf: registry.platformsOf,
  };
}

function onceEach<Asked extends readonly unknown[], Answer>(
  ask: (...asked: Asked) => Promise<Answer>,
): (...asked: Asked) => Promise<Answer> {
  const answers = new Map<string, Promise<Answer>>();
  return async (...asked) => {
    const key = JSON.stringify(asked);
    const answer = answers.get(key) ?? ask(...asked);
    answers.set(key, answer);
    try {
      return await answer;
    } catch (thrown) {
      if (answers.get(key) === answer) answers.delete(key);
      throw thrown;
    }
  };
}
