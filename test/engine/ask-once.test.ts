import { describe, expect, test } from '@jest/globals';
import { offlineWorld } from '../../cli/offline-world.ts';
import { Unavailable } from '../../shared/core/errors.ts';
import { known, unknown } from '../../shared/core/known.ts';
import type { Registry } from '../../shared/core/registry.ts';
import { forBatch } from '../../shared/engine/ask-once.ts';
import { yml } from '../support/config.ts';

const web = { account: '123456789012', region: 'us-east-1', partition: 'aws', name: 'shop/web' };
const api = { ...web, name: 'shop/api' };

/** The registry of a batch, and what it has asked the real one. */
function inBatch(answer: Registry['taggedImages']) {
  const asked: string[] = [];
  const world = offlineWorld(new Date('2026-03-03T09:00:00Z'));
  const registry: Registry = {
    ...world.registry,
    taggedImages(repository) {
      asked.push(repository.name);
      return answer(repository);
    },
  };
  const setting = forBatch({ world: { ...world, registry }, config: yml() });
  return { registry: setting.world.registry, asked };
}

describe('in one batch', () => {
  test('each repository is asked once, also while its answer is still on the way', async () => {
    const { registry, asked } = inBatch(async () => known([]));

    await Promise.all([registry.taggedImages(web), registry.taggedImages({ ...web })]);
    await registry.taggedImages(web);
    await registry.taggedImages(api);

    expect(asked).toEqual(['shop/web', 'shop/api']);
  });

  test('what could not be asked is asked again, and what was denied is not', async () => {
    const answers = [Promise.reject(new Unavailable('throttled')), Promise.resolve(unknown('no'))];
    const { registry, asked } = inBatch(async () => answers[asked.length - 1] ?? known([]));

    await expect(registry.taggedImages(web)).rejects.toThrow('throttled');
    const second = await registry.taggedImages(web);
    const third = await registry.taggedImages(web);

    expect([second, third]).toEqual([unknown('no'), unknown('no')]);
    expect(asked).toHaveLength(2);
  });
});
