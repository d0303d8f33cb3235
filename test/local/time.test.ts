import { describe, expect, test } from '@jest/globals';
import { createDice } from '../../local/cloud/dice.ts';
import { createTime } from '../../local/cloud/time.ts';

const start = new Date('2026-03-02T09:00:00.000Z');

function aDiary() {
  const time = createTime(start);
  const entries: string[] = [];
  const write = (what: string) => () => {
    entries.push(`${time.now() - start.getTime()} ${what}`);
  };
  return { time, entries, write };
}

describe('virtual time', () => {
  test('lets things happen in order of their time, then of being planned', async () => {
    const { time, entries, write } = aDiary();
    for (const [delayMs, what] of [
      [30, 'c'],
      [10, 'a'],
      [30, 'd'],
      [20, 'b'],
      [10, 'a2'],
    ] as const) {
      time.after(delayMs, what, write(what));
    }

    await time.pass(100);

    expect(entries).toEqual(['10 a', '10 a2', '20 b', '30 c', '30 d']);
    expect(time.now()).toBe(start.getTime() + 100);
  });

  test('what lies beyond stays planned, and what is called off never happens', async () => {
    const { time, entries, write } = aDiary();
    time.after(50, 'later', write('later'));
    const callOff = time.after(10, 'never', write('never'));

    callOff();
    await time.pass(49);
    const before = [...entries];
    await time.pass(1);

    expect(before).toEqual([]);
    expect(entries).toEqual(['50 later']);
  });

  test('what a happening plans happens in the same pass, even at the same moment', async () => {
    const { time, entries, write } = aDiary();
    time.after(10, 'first', () => {
      time.after(0, 'second', write('second'));
      time.after(5, 'third', write('third'));
    });

    await time.pass(15);

    expect(entries).toEqual(['10 second', '15 third']);
  });

  test('waits for real work before the clock moves on', async () => {
    const { time, entries, write } = aDiary();
    time.after(10, 'slow', async () => {
      await new Promise((resolve) => setImmediate(resolve));
      write('slow')();
    });
    time.after(20, 'next', write('next'));

    await time.pass(20);

    expect(entries).toEqual(['10 slow', '20 next']);
  });

  test('settles where nothing is planned any more, or at the limit', async () => {
    const { time, entries, write } = aDiary();
    time.after(10, 'one', write('one'));
    time.after(70, 'two', write('two'));

    await time.settle(50);
    await time.settle(1000);

    expect(entries).toEqual(['10 one', '70 two']);
    expect(time.now()).toBe(start.getTime() + 70);
  });

  test('says what failed, and when', async () => {
    const { time } = aDiary();
    time.after(10, 'the kettle', () => {
      throw new Error('boils over');
    });

    await expect(time.pass(10)).rejects.toThrow(
      'the kettle, at 2026-03-02T09:00:00.010Z, failed: Error: boils over',
    );
  });
});

describe('dice', () => {
  test('fall the same way for the same seed, and another way for another', () => {
    const roll = (seed: number) => {
      const dice = createDice(seed);
      return [dice.uuid(), dice.hex(8), dice.next()];
    };

    expect(roll(7)).toEqual(roll(7));
    expect(roll(7)).not.toEqual(roll(8));
  });

  test('are fair enough, and make proper UUIDs', () => {
    const dice = createDice(1);
    const rolls = Array.from({ length: 10_000 }, dice.next);

    const mean = rolls.reduce((sum, roll) => sum + roll, 0) / rolls.length;

    expect(Math.abs(mean - 0.5)).toBeLessThan(0.02);
    expect(rolls.every((roll) => roll >= 0 && roll < 1)).toBe(true);
    expect(dice.uuid()).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
});
