import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { moreMemory } from '../../shared/restart/more-memory.ts';
import { aContainerDefinition, aDefinition, aTask } from '../support/tasks.ts';

const fargate = (cpu: string, memory: string) => aTask({ cpu, memory });
const onFargate = (cpu: string, memory: string, factor: number, maxMemoryMiB: number) =>
  moreMemory(fargate(cpu, memory), aDefinition(), 'app', { factor, maxMemoryMiB });

describe('more memory on Fargate', () => {
  test.each([
    ['256', '512', 1.5, 8192, '256', '1024'],
    ['256', '2048', 1.5, 8192, '512', '3072'],
    ['512', '1024', 1.5, 8192, '512', '2048'],
    ['512', '4096', 1.5, 8192, '1024', '6144'],
    ['1024', '8192', 2, 16_384, '2048', '16384'],
    ['4096', '30720', 1.5, 61_440, '8192', '49152'],
    ['16384', '65536', 1.2, 122_880, '16384', '81920'],
  ])('%s CPU and %s MiB times %d, at most %i: %s CPU and %s MiB', (...row) => {
    const [cpu, memory, factor, max, nextCpu, nextMemory] = row;

    const more = onFargate(cpu, memory, factor, max);

    expect(more?.overrides).toMatchObject({ cpu: nextCpu, memory: nextMemory });
    expect(more?.memoryMiB).toBe(Number(nextMemory));
  });

  test.each([
    ['1024', '2048', 4, 4096, '4096'],
    ['1024', '2048', 2, 3500, '3072'],
  ])('stays under maxMemory: %s CPU and %s MiB times %d, at most %i: %s MiB', (...row) => {
    const [cpu, memory, factor, max, expected] = row;

    expect(onFargate(cpu, memory, factor, max)?.overrides.memory).toBe(expected);
  });

  test.each([
    ['as much as allowed already', '512', '4096', 4096],
    ['more than allowed already', '512', '4096', 2048],
    ['the most that is sold', '16384', '122880', 1_000_000],
  ])('there is none for a task that has %s', (_, cpu, memory, max) => {
    expect(onFargate(cpu, memory, 1.5, max)).toBeNull();
  });

  test('is always a size that is sold, more than before, and never above maxMemory', () => {
    const sold = [
      [256, 512, 2048, 512],
      [512, 1024, 4096, 1024],
      [1024, 2048, 8192, 1024],
      [2048, 4096, 16_384, 1024],
      [4096, 8192, 30_720, 1024],
      [8192, 16_384, 61_440, 4096],
      [16_384, 32_768, 122_880, 8192],
    ] as const;
    const sizes = fc.constantFrom(...sold).chain(([cpu, least, most, step]) =>
      fc.record({
        cpu: fc.constant(cpu),
        memory: fc.nat((most - least) / step).map((steps) => least + steps * step),
      }),
    );
    const factors = fc.double({ min: 1.1, max: 16, noNaN: true });
    fc.assert(
      fc.property(sizes, factors, fc.integer({ min: 128, max: 200_000 }), (size, factor, max) => {
        const more = onFargate(String(size.cpu), String(size.memory), factor, max);

        if (more === null) return;
        const cpu = Number(more.overrides.cpu);
        const { memoryMiB } = more;
        const isSold = sold.some(
          ([its, least, most, step]) =>
            its === cpu &&
            memoryMiB >= least &&
            memoryMiB <= most &&
            (memoryMiB - least) % step === 0,
        );
        expect(isSold).toBe(true);
        expect(cpu).toBeGreaterThanOrEqual(size.cpu);
        expect(memoryMiB).toBeGreaterThan(size.memory);
        expect(memoryMiB).toBeLessThanOrEqual(max);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the limit of the container that ran out', () => {
  const limited = aDefinition({ containers: [aContainerDefinition({ memory: 900 })] });
  const half = { factor: 1.5, maxMemoryMiB: 8192 };

  test('grows with the task', () => {
    const more = moreMemory(fargate('512', '1024'), limited, 'app', half);

    expect(more?.overrides.containerOverrides).toEqual([{ name: 'app', memory: 1350 }]);
  });

  test('never passes what the task gets', () => {
    const more = moreMemory(fargate('512', '1024'), limited, 'app', {
      factor: 8,
      maxMemoryMiB: 2048,
    });

    expect(more?.overrides).toMatchObject({
      memory: '2048',
      containerOverrides: [{ name: 'app', memory: 2048 }],
    });
  });

  test('is all there is on EC2 where the task has no size of its own', () => {
    const {
      cpu: _cpu,
      memory: _memory,
      ...withoutSize
    } = aDefinition({
      containers: [aContainerDefinition({ memory: 512 })],
    });
    const { cpu: _, memory: __, ...task } = aTask({ launchType: 'EC2' });

    const more = moreMemory(task, withoutSize, 'app', half);

    expect(more).toEqual({
      overrides: { containerOverrides: [{ name: 'app', memory: 768 }] },
      memoryMiB: 768,
    });
  });

  test('is not made up where neither task nor container has one', () => {
    const { memory: _, ...withoutSize } = aDefinition();
    const { memory: __, ...task } = aTask({ launchType: 'EC2' });

    expect(moreMemory(task, withoutSize, 'app', half)).toBeNull();
  });
});

describe('the overrides', () => {
  const half = { factor: 1.5, maxMemoryMiB: 8192 };

  test('keep what the task was started with', () => {
    const task = aTask({
      overrides: {
        taskRoleArn: 'arn:aws:iam::123456789012:role/report',
        containerOverrides: [
          { name: 'app', command: ['report', '--month', '2'], memory: 512 },
          { name: 'proxy', environment: [{ name: 'A', value: 'b' }] },
        ],
      },
    });

    const more = moreMemory(task, aDefinition(), 'app', half);

    expect(more?.overrides).toEqual({
      taskRoleArn: 'arn:aws:iam::123456789012:role/report',
      cpu: '512',
      memory: '2048',
      containerOverrides: [
        { name: 'proxy', environment: [{ name: 'A', value: 'b' }] },
        { name: 'app', command: ['report', '--month', '2'], memory: 768 },
      ],
    });
  });

  test('grow from the memory that an override gave, not from the definition', () => {
    const task = aTask({ memory: '1024', overrides: { memory: '2048' } });

    expect(moreMemory(task, aDefinition(), 'app', half)?.memoryMiB).toBe(3072);
  });

  test('on EC2 take any size', () => {
    const task = aTask({ launchType: 'EC2', memory: '1000' });

    expect(moreMemory(task, aDefinition(), 'app', half)?.memoryMiB).toBe(1500);
  });
});
