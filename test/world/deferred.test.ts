import { expect, test } from '@jest/globals';
import { deferred } from '../../shared/world/deferred.ts';

type Greeter = { readonly greet: (name: string) => Promise<string> };

test('a part of the world is loaded at its first use, once, and answers as itself', async () => {
  let loads = 0;
  const greeter = deferred<Greeter>(async () => {
    loads += 1;
    return { greet: async (name) => `hello ${name}` };
  });
  const before = loads;

  const greetings = await Promise.all([greeter.greet('you'), greeter.greet('me')]);

  expect(greetings).toEqual(['hello you', 'hello me']);
  expect([before, loads]).toEqual([0, 1]);
});

test('what a part throws is thrown on, and the part stays', async () => {
  const greeter = deferred<Greeter>(async () => ({
    greet: async (name) => {
      if (name === '') throw new RangeError('nobody');
      return name;
    },
  }));

  const thrown = greeter.greet('');

  await expect(thrown).rejects.toThrow(RangeError);
  expect(await greeter.greet('you')).toBe('you');
});
