import {
  DescribePullThroughCacheRulesCommand,
  DescribeRegistryCommand,
  type ECRClient,
  GetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { nameOf } from '../../core/errors.ts';
import { known } from '../../core/known.ts';
import type { Exposure } from '../../core/repositories.ts';
import { looking } from '../failures.ts';
import { allPages } from '../uses/pages.ts';

/** Three questions: who may pull, where copies go, and whether the images come from an upstream registry. */
export async function exposure(client: ECRClient, repositoryName: string): Promise<Exposure> {
  return {
    accounts: await looking<readonly string[]>(
      'ecr:GetRepositoryPolicy',
      async () => {
        const command = new GetRepositoryPolicyCommand({ repositoryName });
        return accountsIn((await client.send(command)).policyText);
      },
      (thrown) => (nameOf(thrown) === 'RepositoryPolicyNotFoundException' ? known([]) : null),
    ),
    replicas: await looking('ecr:DescribeRegistry', () => replicasOf(client, repositoryName)),
    upstream: await looking('ecr:DescribePullThroughCacheRules', () =>
      upstreamOf(client, repositoryName),
    ),
  };
}

/** Account ids of the principals that the policy allows anything; `*` for everybody; services by their names. */
function accountsIn(policyText: string | undefined): readonly string[] {
  const policy: unknown = JSON.parse(policyText ?? '{}');
  const statements = [fieldOf(policy, 'Statement')].flat();
  const principals = statements
    .filter((statement) => fieldOf(statement, 'Effect') === 'Allow')
    .flatMap((statement) => principalsIn(fieldOf(statement, 'Principal')));
  return [...new Set(principals.map((one) => /\b\d{12}\b/.exec(one)?.[0] ?? one))];
}

/** `NotPrincipal`, or none at all, may be anybody. */
function principalsIn(principal: unknown): readonly string[] {
  if (typeof principal === 'string') return [principal];
  if (Array.isArray(principal)) return principal.flatMap(principalsIn);
  if (typeof principal !== 'object' || principal === null) return ['*'];
  return Object.values(principal).flatMap(principalsIn);
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(name);
}

/** Rules without a filter copy every repository. Source: ECR API reference, ReplicationRule. */
async function replicasOf(client: ECRClient, repository: string): Promise<readonly string[]> {
  const { replicationConfiguration } = await client.send(new DescribeRegistryCommand({}));
  const rules = replicationConfiguration?.rules ?? [];
  return rules
    .filter(({ repositoryFilters = [] }) => {
      const isFitting = ({ filter = '' }) => repository.startsWith(filter);
      return repositoryFilters.length === 0 || repositoryFilters.some(isFitting);
    })
    .flatMap(({ destinations = [] }) =>
      destinations.map(({ registryId, region }) => `${registryId}/${region}`),
    );
}

async function upstreamOf(client: ECRClient, repository: string): Promise<string | null> {
  const rules = await allPages(async (nextToken) => {
    const answer = await client.send(new DescribePullThroughCacheRulesCommand({ nextToken }));
    return { items: answer.pullThroughCacheRules, next: answer.nextToken };
  });
  const rule = rules.find(
    ({ ecrRepositoryPrefix: prefix = '' }) =>
      prefix === 'ROOT' || repository === prefix || repository.startsWith(`${prefix}/`),
  );
  return rule ? (rule.upstreamRegistryUrl ?? 'an upstream registry') : null;
}
