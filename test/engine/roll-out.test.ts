import { describe, expect, test } from '@jest/globals';
import { offlineWorld } from '../../cli/offline-world.ts';
import type { Json } from '../../shared/core/json.ts';
import type { RegistrationBody } from '../../shared/core/rollout.ts';
import type { RollOut } from '../../shared/core/rollout-actions.ts';
import type { World } from '../../shared/core/world.ts';
import { rollOut } from '../../shared/engine/perform/roll-out.ts';

const serviceArn = 'arn:aws:ecs:us-east-1:123456789012:service/prod/web';
const taskDefinitionArn = 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:2';
const register = { family: 'web', cpu: '256', containerDefinitions: [], brandNew: { deep: [1] } };
const rollouts = { serviceArn, revision: 3, newest: null, quarantined: [] };

const action: RollOut = {
  do: 'roll-out',
  ...{ clusterArn: 'prod', serviceArn, rollouts, over: 'web:1', revision: { register } },
  rollout: {
    ...{ id: 'one', startedAt: '2026-03-03T09:00:00Z', changes: [], before: 'web:1' },
    ...{ rollback: true, incident: 'prod/web#deployment' },
  },
  again: { id: 'again', playbook: 'rollout', about: { what: 'consider' } },
};

/** ECS answers a registration with this; what is deployed is noted. */
function worldThatRegisters(answer: (body: RegistrationBody) => RegistrationBody) {
  const deployed: (string | undefined)[] = [];
  const offline = offlineWorld(new Date('2026-03-03T09:00:00Z'));
  const world: World = {
    ...offline,
    rollouts: {
      load: async () => rollouts,
      save: async () => true,
      takeTurn: async () => ({ granted: true }),
    },
    deployments: {
      ...offline.deployments,
      register: async (body) => ({
        registered: { definition: { ...answer(body), taskDefinitionArn }, tags: [] },
      }),
    },
    ecs: {
      ...offline.ecs,
      updateService: async ({ taskDefinition }) => void deployed.push(taskDefinition),
    },
  };
  return { world, deployed };
}

const changed = (body: RegistrationBody, field: string, value?: Json): RegistrationBody =>
  Object.fromEntries(
    Object.entries({ ...body, [field]: value }).filter(([, kept]) => kept !== undefined),
  );

const first = { id: 'x', resumed: false, outcomes: [] };

describe('what was registered', () => {
  test('is deployed where it is what was meant', async () => {
    const { world, deployed } = worldThatRegisters((body) => body);

    const { status } = await rollOut(action, first, world);

    expect(status).toBe('done');
    expect(deployed).toEqual([taskDefinitionArn]);
  });

  test.each([
    ['lost a field that nobody here knows', 'brandNew', undefined],
    ['has another value deep in such a field', 'brandNew', { deep: [2] }],
    ['has another size', 'cpu', '512'],
    ['has a field that nobody asked for', 'pidMode', 'host'],
  ])('and %s is not deployed, and says in what it differs', async (_what, field, value) => {
    const { world, deployed } = worldThatRegisters((body) => changed(body, field, value));

    const { status, what } = await rollOut(action, first, world);

    expect(status).toBe('failed');
    expect(what).toContain(`web:2 is not what was meant, and is not used: ${field}`);
    expect(deployed).toEqual([]);
  });
});
