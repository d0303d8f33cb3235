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
    const why = `its policy or the registry's lets ${others.join(', ')} pull; allow that by name in cleanup.rules[].allow.crossAccount`;
    if (others.length > 0) gaps.push({ source: 'repository-policy', why, repositories });
  }
  if (!replicas.known) gaps.push({ source: 'replication', why: replicas.why, repositories });
  else if (replicas.value.length > 0 && !allow.replication) {
    const why = `it is replicated to ${replicas.value.join(', ')}; allow that in cleanup.rules[].allow.replication`;
    gaps.push({ source: 'replication', why, repositories });
  }
  if (!upstream.known) gaps.push({ source: 'pull-through-cache', why: upstream.why, repositories });
  else if (upstream.value !== null && !allow.pullThroughCache) {
    const why = `it caches ${upstream.value}; allow that in cleanup.rules[].allow.pullThroughCache`;
    gaps.push({ source: 'pull-through-cache', why, repositories });
  }
  return gaps;
}
