import {
  DescribePullThroughCacheRulesCommand,
  DescribeRegistryCommand,
  type ECRClient,
  GetRegistryPolicyCommand,
  GetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { globMatches } from '../../config/match.ts';
import { nameOf } from '../../core/errors.ts';
import { type Known, known } from '../../core/known.ts';
import type { Exposure, Replica } from '../../core/repositories.ts';
import { looking } from '../failures.ts';
import { keepAnswer } from '../raw-json.ts';
import { allPages } from '../uses/pages.ts';

/** Four questions: who may pull by its policy or the registry's, where copies go, and whether images come from upstream. */
export async function exposure(client: ECRClient, repositoryName: string): Promise<Exposure> {
  return {
    accounts: both(
      await looking<readonly string[]>(
        'ecr:GetRepositoryPolicy',
        async () => {
          const command = new GetRepositoryPolicyCommand({ repositoryName });
          return accountsIn(statementsIn((await client.send(command)).policyText));
        },
        (thrown) => (nameOf(thrown) === 'RepositoryPolicyNotFoundException' ? known([]) : null),
      ),
      await looking<readonly string[]>(
        'ecr:GetRegistryPolicy',
        async () => {
          const { policyText } = await client.send(new GetRegistryPolicyCommand({}));
          const mayPull = statementsIn(policyText).filter((one) => isPull(one, repositoryName));
          return accountsIn(mayPull);
        },
        (thrown) => (nameOf(thrown) === 'RegistryPolicyNotFoundException' ? known([]) : null),
      ),
    ),
    replicas: await looking('ecr:DescribeRegistry', () => replicasOf(client, repositoryName)),
    upstream: await looking('ecr:DescribePullThroughCacheRules', () =>
      upstreamOf(client, repositoryName),
    ),
  };
}

const both = (
  one: Known<readonly string[]>,
  other: Known<readonly string[]>,
): Known<readonly string[]> => {
  if (!one.known) return one;
  return other.known ? known([...new Set([...one.value, ...other.value])]) : other;
};

function statementsIn(policyText: string | undefined): readonly unknown[] {
  const policy: unknown = JSON.parse(policyText ?? '{}');
  return [fieldOf(policy, 'Statement')].flat();
}

/** What it takes to pull an image, layers and all. */
const pulls = ['ecr:batchgetimage', 'ecr:getdownloadurlforlayer'] as const;

/**
 * Whether a statement of the registry's policy may let somebody pull from a repository: by `NotAction` or
 * `NotResource` it may. Since version 2 such a policy holds for every action, not for replication alone.
 * Source: Amazon ECR User Guide, "Private registry permissions".
 */
function isPull(statement: unknown, repository: string): boolean {
  const actions = textsIn(fieldOf(statement, 'Action'));
  const resources = textsIn(fieldOf(statement, 'Resource'));
  return (
    (actions === null ||
      actions.some((glob) => pulls.some((action) => globMatches(glob.toLowerCase(), action)))) &&
    (resources === null || resources.some((arn) => globMatches(nameIn(arn), repository)))
  );
}

/** `prod/*` of `arn:aws:ecr:*:123456789012:repository/prod/*`; one with a star before that may mean any. */
const nameIn = (arn: string): string => /:repository\/(.+)$/.exec(arn)?.[1] ?? '*';

/** `null` where the field is not there. */
function textsIn(value: unknown): readonly string[] | null {
  if (value === undefined) return null;
  return [value].flat().filter((one) => typeof one === 'string');
}

/** Account ids of the principals that the statements allow anything; `*` for everybody; services by their names. */
function accountsIn(statements: readonly unknown[]): readonly string[] {
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

/**
 * Rules without a filter copy every repository. Source: ECR API reference, ReplicationRule. Its `deleteReplication` is
 * read from the wire, as client-ecr 3.1169 does not know it.
 */
async function replicasOf(client: ECRClient, repository: string): Promise<readonly Replica[]> {
  const command = new DescribeRegistryCommand({});
  const answer = keepAnswer(command);
  const { replicationConfiguration } = await client.send(command);
  const written = fieldOf(fieldOf(answer(), 'replicationConfiguration'), 'rules');
  const rules = replicationConfiguration?.rules ?? [];
  return rules.flatMap(({ repositoryFilters = [], destinations = [] }, index) => {
    const isFitting = ({ filter = '' }) => repository.startsWith(filter);
    if (repositoryFilters.length > 0 && !repositoryFilters.some(isFitting)) return [];
    const rule: unknown = Array.isArray(written) ? written[index] : undefined;
    const deletes = replicatesDeletions(rule);
    return destinations.map(({ registryId, region }) => ({
      to: `${registryId}/${region}`,
      deletes,
    }));
  });
}

/** Only what says no means no: a rule that is not there on the wire, or says something new, may well mean yes. */
function replicatesDeletions(rule: unknown): boolean {
  if (rule === undefined) return true;
  const written = fieldOf(rule, 'deleteReplication');
  return written !== undefined && fieldOf(written, 'enabled') !== false;
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
