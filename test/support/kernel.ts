import { createDice } from '../../local/cloud/dice.ts';
import { createTime } from '../../local/cloud/time.ts';
import type { Body, BusEvent, Caller, Kernel, Service } from '../../local/cloud/types.ts';

/** A kernel whose bus only remembers, for trying one service of the local cloud by itself. */
export type TestKernel = Kernel & { readonly events: readonly BusEvent[] };

export function aKernel(seed = 1): TestKernel {
  const events: BusEvent[] = [];
  return {
    account: '123456789012',
    region: 'eu-west-1',
    partition: 'aws',
    time: createTime(new Date('2026-11-23T08:00:00Z')),
    dice: createDice(seed),
    // As on the way to a bus: what changes afterwards is not in the event.
    emit: (event) => events.push(JSON.parse(JSON.stringify(event))),
    tell: () => {},
    events,
  };
}

const caller: Caller = {
  principal: { name: 'operator', roleArn: 'arn:aws:iam::123456789012:role/operator' },
  region: 'eu-west-1',
};

/** Calls one action as the operator does; what comes back has been JSON in between. */
export async function call(service: Service, action: string, input: Body): Promise<Body> {
  const found = service.actions[action];
  if (!found) throw new Error(`${service.name} has no action ${action}`);
  return JSON.parse(JSON.stringify(await found.answer(input, caller)));
}
