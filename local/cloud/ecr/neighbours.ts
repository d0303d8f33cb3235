import { z } from 'zod';
import { action } from '../action.ts';
import { type ApiAction, ApiError } from '../types.ts';
import type { Registry } from './state/registry.ts';
import { repositoryAction } from './state/repository-action.ts';

const OfRepository = z.looseObject({ repositoryName: z.string() });

/** Who else depends on a registry: repository policies, replication, and pull-through caches. */
export function neighbourActions(registry: Registry): { readonly [action: string]: ApiAction } {
  const policies = new Map<string, string>();
  const cacheRules: {
    readonly ecrRepositoryPrefix: string;
    readonly upstreamRegistryUrl: string;
  }[] = [];
  let registryPolicy: string | undefined;
  let replicationConfiguration: unknown = { rules: [] };
  const { account } = registry.kernel;
  return {
    SetRepositoryPolicy: repositoryAction(
      registry,
      'SetRepositoryPolicy',
      OfRepository.extend({ policyText: z.string() }),
      ({ repositoryName }, { policyText }) => {
        policies.set(repositoryName, policyText);
        return { registryId: account, repositoryName, policyText };
      },
    ),
    GetRepositoryPolicy: repositoryAction(
      registry,
      'GetRepositoryPolicy',
      OfRepository,
      ({ repositoryName }) => {
        const policyText = policies.get(repositoryName);
        if (policyText !== undefined) return { registryId: account, repositoryName, policyText };
        const message = `Repository policy does not exist for the repository with name '${repositoryName}' in the registry with id '${account}'`;
        throw new ApiError('RepositoryPolicyNotFoundException', message);
      },
    ),
    PutRegistryPolicy: action({
      input: z.looseObject({ policyText: z.string() }),
      answer({ policyText }) {
        registryPolicy = policyText;
        return { registryId: account, policyText };
      },
    }),
    GetRegistryPolicy: action({
      input: z.looseObject({}),
      answer() {
        if (registryPolicy !== undefined) {
          return { registryId: account, policyText: registryPolicy };
        }
        const message = `Registry policy does not exist in the registry with id '${account}'`;
        throw new ApiError('RegistryPolicyNotFoundException', message);
      },
    }),
    PutReplicationConfiguration: action({
      input: z.looseObject({ replicationConfiguration: z.unknown() }),
      answer(input) {
        replicationConfiguration = input.replicationConfiguration;
        return { replicationConfiguration };
      },
    }),
    DescribeRegistry: action({
      input: z.looseObject({}),
      answer: () => ({ registryId: account, replicationConfiguration }),
    }),
    CreatePullThroughCacheRule: action({
      input: z.looseObject({ ecrRepositoryPrefix: z.string(), upstreamRegistryUrl: z.string() }),
      answer({ ecrRepositoryPrefix, upstreamRegistryUrl }) {
        cacheRules.push({ ecrRepositoryPrefix, upstreamRegistryUrl });
        return { ecrRepositoryPrefix, upstreamRegistryUrl, registryId: account };
      },
    }),
    DescribePullThroughCacheRules: action({
      input: z.looseObject({}),
      answer: () => ({ pullThroughCacheRules: cacheRules }),
    }),
  };
}
