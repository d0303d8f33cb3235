import { expect } from '@jest/globals';
import type { Decision } from '../../shared/core/decision.ts';
import type { Signal } from '../../shared/core/signal.ts';
import type { Clause } from './contract.ts';

const at = '2026-03-01T12:00:00.000Z';
const signal: Signal = {
  kind: 'call-due',
  id: 'call-1',
  at,
  account: '123456789012',
  region: 'eu-west-1',
  call: { id: 'call-1', playbook: 'restart', about: { what: '', deep: [0, -1.5, null, '🚢'] } },
};
const decision: Decision = { verdict: 'ignore', reasons: [], actions: [] };
const facts = { of: 'restart/1', now: at };
const outcome = { action: 0, did: 'run-task', status: 'done', at, what: 'started' } as const;

const inOneMinute = (): Date => new Date(Date.now() + 60_000);
const keyOf = (signalId: string) => ({ signalId, playbook: 'restart' });

/** Leases and records: conditional writes of DynamoDB. */
export function aboutRecords(clause: Clause): void {
  clause('a lease has one holder until it ends', async ({ world: { records } }) => {
    const first = await records.lease(keyOf('held'), inOneMinute());
    const second = await records.lease(keyOf('held'), inOneMinute());

    expect(first).toEqual({ status: 'taken', recorded: null });
    expect(second).toMatchObject({ status: 'busy' });
  });

  clause('a lease that has lapsed is taken over, with its record', async ({ world }) => {
    const { records } = world;
    await records.lease(keyOf('lapsed'), new Date(Date.now() - 1));
    await records.decided(keyOf('lapsed'), { signal, facts, decision: acting });

    const second = await records.lease(keyOf('lapsed'), inOneMinute());

    expect(second).toEqual({
      status: 'taken',
      recorded: { signal, facts, decision: acting, outcomes: [] },
    });
  });

  clause('a record that is closed is done for everybody', async ({ world: { records } }) => {
    await records.lease(keyOf('closed'), inOneMinute());
    await records.decided(keyOf('closed'), { signal, facts, decision: acting });
    await records.append(keyOf('closed'), outcome, true);

    expect(await records.lease(keyOf('closed'), inOneMinute())).toEqual({ status: 'done' });
    expect(await records.read(keyOf('closed'))).toMatchObject({ outcomes: [outcome] });
  });

  clause('what was never recorded is none', async ({ world: { records } }) => {
    expect(await records.read(keyOf('never'))).toBeNull();
  });
}

const acting: Decision = {
  ...decision,
  actions: [
    {
      do: 'remember-launch',
      taskArns: [],
      launch: { cluster: 'prod', taskDefinition: 'report:1' },
    },
  ],
};
