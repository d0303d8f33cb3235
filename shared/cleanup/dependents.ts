import type { CleanupRule } from '../config/types/cleanup.ts';
import type { Exposure } from '../core/repositories.ts';
import type { Gap } from '../core/use.ts';

/** Whom we cannot ask, and nobody allowed for. */
export function dependents(
  { accounts, replicas, upstream }: Exposure,
  name: string,
  own: string,
  { allow }: Pick<CleanupRule, 'allow'>,
): readonly Gap[] {
  const repositories = [name];
  const gaps: Gap[] = [];
  if (!accounts.known) gaps.push({ source: 'repository-policy', why: accounts.why, repositories });
  else {
    const others = accounts.value.filter((one) => one !== own && !allow.crossAccount.includes(one));
    const why = `its policy or the registry's lets ${others.join(', ')} pull; ${allowIn('crossAccount', ' by name')}`;
    if (others.length > 0) gaps.push({ source: 'repository-policy', why, repositories });
  }
  if (!replicas.known) gaps.push({ source: 'replication', why: replicas.why, repositories });
  else {
    const copied = replicas.value.map(({ to }) => to);
    const deleted = replicas.value.filter(({ deletes }) => deletes).map(({ to }) => to);
    const whys = [
      ...(copied.length > 0 && !allow.replication
        ? [`it is replicated to ${copied.join(', ')}; ${allowIn('replication')}`]
        : []),
      ...(deleted.length > 0 && !allow.deleteReplication
        ? [`ECR deletes its copies in ${deleted.join(', ')}, too; ${allowIn('deleteReplication')}`]
        : []),
    ];
    gaps.push(...whys.map((why) => ({ source: 'replication', why, repositories }) as const));
  }
  if (!upstream.known) gaps.push({ source: 'pull-through-cache', why: upstream.why, repositories });
  else if (upstream.value !== null && !allow.pullThroughCache) {
    const why = `it caches ${upstream.value}; ${allowIn('pullThroughCache')}`;
    gaps.push({ source: 'pull-through-cache', why, repositories });
  }
  return gaps;
}

const allowIn = (key: keyof CleanupRule['allow'], how = ''): string =>
  `allow that${how} in cleanup.rules[].allow.${key}`;
