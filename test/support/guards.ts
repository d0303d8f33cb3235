import type { Body } from '../../local/cloud/types.ts';
import { acting, type Scene } from './scene.ts';

/** No rule of ours: only the guard looks. */
export const guarding = (more = '') => ({ ...acting(more), start: '2026-03-01T09:00:00Z' });

/** A selection of images by age, or by count. */
export const olderThanDays = (countNumber: number, tags: Body = { tagStatus: 'any' }): Body => ({
  ...{ ...tags, countType: 'sinceImagePushed', countUnit: 'days', countNumber },
});

export const moreThan = (countNumber: number, tags: Body = { tagStatus: 'any' }): Body => ({
  ...{ ...tags, countType: 'imageCountMoreThan', countNumber },
});

/** Gives a repository a lifecycle policy of its own, of rules with these selections, in order. */
export async function hasPolicy(
  { call }: Scene,
  repositoryName: string,
  selections: readonly Body[],
  action: Body = { type: 'expire' },
): Promise<string> {
  const rules = selections.map((selection, index) => ({
    ...{ rulePriority: index + 1, description: 'written long before anybody pinned a digest' },
    ...{ selection, action },
  }));
  const lifecyclePolicyText = JSON.stringify({ rules }, null, 2);
  await call('ecr', 'PutLifecyclePolicy', { repositoryName, lifecyclePolicyText });
  return lifecyclePolicyText;
}
