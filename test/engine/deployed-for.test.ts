import { describe, expect, test } from '@jest/globals';
import type { DeleteImages } from '../../shared/core/cleanup.ts';
import type { UpdateService } from '../../shared/core/decision.ts';
import type { RollBack } from '../../shared/core/rollout-actions.ts';
import { notDeployed } from '../../shared/engine/deployed-for.ts';
import { yml } from '../support/config.ts';
import { everything } from '../support/everything.ts';

const serviceArn = 'arn:aws:ecs:us-east-1:123456789012:service/prod/web';
const clusterArn = 'arn:aws:ecs:us-east-1:123456789012:cluster/prod';
const before = { taskDefinition: 'web:1', desiredCount: 1 };

const update: UpdateService = { do: 'update-service', clusterArn, serviceArn, before };
const back = { taskDefinition: 'web:1', over: 'web:2' };
const rollBack: RollBack = { do: 'roll-back', clusterArn, serviceArn, ...back };
const deletion: DeleteImages = {
  do: 'delete-images',
  repository: { account: '123456789012', region: 'us-east-1', name: 'shop/web' },
  images: [],
  previousRevisions: 1,
};

describe('an action', () => {
  test.each([
    [update, 'rolls back or pauses services in a crash loop'],
    [rollBack, 'rolls out pushed images'],
    [deletion, 'deletes old images or moves old images into the archive'],
  ])('of a stack that was deployed without it is refused in words', (action, words) => {
    expect(notDeployed(action, yml())).toContain(words);
  });

  test.each([[update], [rollBack], [deletion]])(
    'of a stack that has it is none of this',
    (action) => {
      expect(notDeployed(action, yml(everything))).toBeNull();
    },
  );

  test('that changes nothing outside the stack is always there', () => {
    const call = { id: 'x', playbook: 'restart', about: { what: 'x' } };

    expect(notDeployed({ do: 'call-later', at: '2026-03-03T09:00:00Z', call }, yml())).toBeNull();
  });
});
