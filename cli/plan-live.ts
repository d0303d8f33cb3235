import { gather } from '../shared/cleanup/gather.ts';
import { type Judged, judge } from '../shared/cleanup/judge.ts';
import { globMatches } from '../shared/config/match.ts';
import { normaliseRule } from '../shared/config/normalise/cleanup.ts';
import type { LifecyclePolicy } from '../shared/config/types/lifecycle-policy.ts';
import type { Config } from '../shared/config/types.ts';
import { BadInput } from '../shared/core/errors.ts';
import type { World } from '../shared/core/world.ts';
import { offlineWorld } from './offline-world.ts';
import { progress } from './progress.ts';
import type { Stack } from './stack.ts';

/**
 * Looks at a repository as a cleanup would, and plans; keeps nothing of what it sees. `policy` stands in for that of
 * the rule, or for the rule where none covers the repository.
 */
export async function planLive(
  name: string,
  { world, account, region }: Pick<Stack, 'world' | 'account' | 'region'>,
  written: Config,
  now: Date,
  policy?: LifecyclePolicy,
): Promise<Judged> {
  const config = policy === undefined ? written : withPolicy(name, policy, written);
  const { tell, end } = progress();
  try {
    const facts = await gather(
      askFor(name, now, { account, region }),
      onlyLooking(world, now, tell),
      config,
    );
    if (facts.about !== 'repository') throw new BadInput('this is no plan of a repository');
    return judge(facts, config);
  } finally {
    end();
  }
}

function withPolicy(name: string, lifecyclePolicy: LifecyclePolicy, config: Config): Config {
  const { cleanup } = config;
  const match = { repository: name };
  const covering = cleanup.rules.find((rule) => globMatches(rule.match.repository, name));
  const bare = normaliseRule({ match, lifecyclePolicy }, 'observe');
  const rule = { ...(covering ?? bare), match, lifecyclePolicy };
  return { ...config, cleanup: { ...cleanup, rules: [rule, ...cleanup.rules] } };
}

const askFor = (
  repository: string,
  now: Date,
  place: { readonly account: string; readonly region: string },
) => ({
  ...({ kind: 'call-due', id: 'plan', at: now.toISOString(), ...place } as const),
  call: {
    ...{ id: 'plan', playbook: 'cleanup' },
    about: { what: 'repository', run: 'plan', repository },
  },
});

/** A world at `now` in which nothing can be done: looking leaves no trace, and is told as it goes. */
const onlyLooking = (
  { repositories, uses }: World,
  now: Date,
  tell: (doing: string) => void,
): World => ({
  ...offlineWorld(now),
  repositories: {
    ...offlineWorld(now).repositories,
    named: (name) => repositories.named(name),
    exposure: (name) => repositories.exposure(name),
    images: (name) => {
      tell(`listing the images of ${name}`);
      return repositories.images(name);
    },
    manifests: (name, digests) => {
      tell(`reading ${digests.length} indexes`);
      return repositories.manifests(name, digests, true);
    },
  },
  uses: {
    ...offlineWorld(now).uses,
    look: (request) => uses.lookOnly(request, (source) => tell(`looking for uses: ${source}`)),
  },
});
