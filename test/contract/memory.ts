import { expect } from '@jest/globals';
import { Unavailable } from '../../shared/core/errors.ts';
import { anIncident } from '../support/notices.ts';
import { aLaunch } from '../support/tasks.ts';
import type { Clause } from './contract.ts';

const minute = 60_000;
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();

/** What Deckhand remembers: reads, batches, conditions and sets of DynamoDB. */
export function aboutMemory(clause: Clause): void {
  clause('a budget is spent once per key, and no further than it goes', async ({ world }) => {
    const budget = { key: 'cluster/spent', restarts: 2, windowMs: 10 * minute };
    const { spend } = world.memory;

    const spent = [
      await spend(budget, 'one'),
      await spend(budget, 'one'),
      await spend(budget, 'two'),
      await spend(budget, 'three'),
    ];

    expect(spent.map(({ granted }) => granted)).toEqual([true, true, true, false]);
    expect(spent.at(-1)?.used).toBe(2);
  });

  clause('two who spend the last restart at once get one', async ({ world: { memory } }) => {
    const budget = { key: 'cluster/raced', restarts: 1, windowMs: 10 * minute };

    const spent = await Promise.allSettled(['one', 'two'].map((key) => memory.spend(budget, key)));

    const granted = spent.filter((result) => result.status === 'fulfilled' && result.value.granted);
    expect(granted).toHaveLength(1);
  });

  clause('a launch is remembered for each of its tasks', async ({ world: { memory } }) => {
    const taskArns = Array.from({ length: 30 }, (_, index) => `arn:task/${index}`);
    await memory.rememberLaunch(taskArns, aLaunch());

    const known = await memory.restartFacts({ taskArn: 'arn:task/29', budgetKey: 'none' });
    const unknown = await memory.restartFacts({ taskArn: 'arn:task/30', budgetKey: 'none' });

    expect(known).toEqual({ launch: aLaunch(), lineage: null, spent: [], killSwitch: null });
    expect(unknown.launch).toBeNull();
  });

  clause('a sighting is seen once, however often it is told', async ({ world: { memory } }) => {
    await memory.sight('web#1', 'first', ago(2 * minute), 10 * minute);
    await memory.sight('web#1', 'first', ago(2 * minute), 10 * minute);
    const seen = await memory.sight('web#1', 'second', ago(minute), 10 * minute);

    expect(seen.sightings.map(({ id }) => id)).toEqual(['first', 'second']);
    expect(await memory.sightings('web#1', ago(90_000))).toHaveLength(1);
  });

  clause('an incident is never written over a newer one', async ({ world: { memory } }) => {
    const incident = anIncident({ receiver: 'ops', key: 'contract', revision: 0 });
    await memory.saveIncident(incident);

    await expect(memory.saveIncident(incident)).rejects.toThrow(Unavailable);
    await memory.saveIncident({ ...incident, revision: 1 });

    expect(await memory.loadIncident('ops', 'contract')).toMatchObject({ revision: 2 });
    expect(await memory.loadIncident('ops', 'other')).toBeNull();
  });

  clause('a silence is found again', async ({ world: { memory } }) => {
    const [startsAt, endsAt] = [ago(minute), ago(-minute)];
    const silence = { id: 's1', matchers: [], startsAt, endsAt, author: 'ann', comment: 'a test' };
    await memory.saveSilence(silence);

    expect(await memory.silences()).toEqual([silence]);
  });
}
