import { describe, expect, test } from '@jest/globals';
import { actNames, rehearse } from '../local/rehearsal/rehearse.ts';

const nobody = { begins: () => {}, ended: () => {} };

describe('the rehearsal', () => {
  test.each([1, 2, 3])(
    'keeps every promise of the bad day, whatever the seed: %i',
    async (seed) => {
      const { played, ok, totals } = await rehearse({ seed }, nobody);
      const broken = played.flatMap(({ name, promises }) =>
        promises.filter(({ kept }) => !kept).map(({ promise }) => `${name}: ${promise}`),
      );

      expect(broken).toEqual([]);
      expect(ok).toBe(true);
      expect(totals.deadLetters).toBe(0);
    },
  );

  test('is the same day for the same seed, to the last line', async () => {
    const day = async () => JSON.stringify(await rehearse({ seed: 7, only: 'memory' }, nobody));

    expect(await day()).toBe(await day());
  });

  test.each(actNames)('plays %s by itself, too', async (only) => {
    const { ok } = await rehearse({ seed: 1, only }, nobody);

    expect(ok).toBe(true);
  });
});
