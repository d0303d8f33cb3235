import { z } from 'zod';
import { type ApiAction, ApiError, type Body } from '../../types.ts';
import type { Registry, Repository } from '../state/registry.ts';
import { repositoryAction } from '../state/repository-action.ts';
import { executeDaily } from './execute.ts';
import { type Lifecycle, policyIn } from './policy.ts';
import { previewActions } from './preview.ts';

const OfRepository = z.looseObject({ repositoryName: z.string() });
const Put = OfRepository.extend({ lifecyclePolicyText: z.string().min(100).max(30_720) });

/** A repository's own lifecycle policy: put, got, deleted, previewed; and gone by once a day. */
export function lifecycleActions(registry: Registry): { readonly [action: string]: ApiAction } {
  const active = new Map<string, { readonly lifecycle: Lifecycle; readonly callOff: () => void }>();
  const { kernel } = registry;
  const lifecycleOf = ({ repositoryName }: Repository): Lifecycle => {
    const found = active.get(repositoryName);
    if (found) return found.lifecycle;
    throw new ApiError(
      'LifecyclePolicyNotFoundException',
      `Lifecycle policy does not exist for the repository with name '${repositoryName}' in the registry with id '${kernel.account}'`,
    );
  };
  return {
    PutLifecyclePolicy: repositoryAction(
      registry,
      'PutLifecyclePolicy',
      Put,
      (repository, { lifecyclePolicyText: text }) => {
        const policy = policyIn(text);
        const lifecycle = { text, policy, id: kernel.dice.uuid(), lastEvaluatedAt: 0 };
        active.get(repository.repositoryName)?.callOff();
        const callOff = executeDaily(registry, repository, lifecycle);
        active.set(repository.repositoryName, { lifecycle, callOff });
        return shown(registry, repository, { text });
      },
    ),
    GetLifecyclePolicy: repositoryAction(
      registry,
      'GetLifecyclePolicy',
      OfRepository,
      (repository) => shown(registry, repository, lifecycleOf(repository)),
    ),
    DeleteLifecyclePolicy: repositoryAction(
      registry,
      'DeleteLifecyclePolicy',
      OfRepository,
      (repository) => {
        const lifecycle = lifecycleOf(repository);
        active.get(repository.repositoryName)?.callOff();
        active.delete(repository.repositoryName);
        return shown(registry, repository, lifecycle);
      },
    ),
    ...previewActions(registry, lifecycleOf),
  };
}

const shown = (
  { kernel }: Registry,
  { repositoryName }: Repository,
  { text, lastEvaluatedAt }: Pick<Lifecycle, 'text'> & Partial<Lifecycle>,
): Body => ({
  registryId: kernel.account,
  repositoryName,
  lifecyclePolicyText: text,
  ...(lastEvaluatedAt === undefined ? {} : { lastEvaluatedAt: lastEvaluatedAt / 1_000 }),
});
