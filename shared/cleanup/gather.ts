import type { Config } from '../config/types.ts';
import { type EcrImage, type ImageManifest, isIndex } from '../core/ecr-image.ts';
import { given } from '../core/given.ts';
import { type Known, known } from '../core/known.ts';
import type { EcrRepositoryInfo } from '../core/repositories.ts';
import type { CallDue } from '../core/signal.ts';
import type { World } from '../core/world.ts';
import { type CleanupCall, readCleanupCall } from './calls.ts';
import { lookingFor, usesMaxAgeMs } from './looking-for.ts';
import { ruleOf } from './rule-of.ts';
import type { CleanupRunFacts, RepositoryFacts } from './run-facts.ts';

/** Looks up what the next step of a cleanup is decided by. */
export async function gather(
  signal: CallDue,
  world: World,
  config: Config,
): Promise<CleanupRunFacts> {
  const call = readCleanupCall(signal.call);
  const seen = { of: 'cleanup/1', now: world.clock.now().toISOString() } as const;
  switch (call.what) {
    case 'run':
      return {
        ...seen,
        about: 'run',
        run: signal.id,
        after: call.after ?? '',
        // Without a rule there is nothing to ask for.
        ...(config.cleanup.rules.length === 0
          ? { repositories: known([]), killSwitch: null }
          : {
              repositories: await world.repositories.names(),
              killSwitch: await world.memory.killSwitch(),
            }),
      };
    case 'repository':
      return gatherRepository(seen, call, world, config);
    case 'report': {
      const { run, repositories, startedAt } = call;
      const ledgers = await world.ledgers.of(run);
      const { region } = signal;
      return { ...seen, about: 'report', run, repositories, startedAt, region, ledgers };
    }
  }
}

async function gatherRepository(
  seen: Pick<RepositoryFacts, 'of' | 'now'>,
  { run, repository: name, postponed, pushedUntil }: Extract<CleanupCall, { what: 'repository' }>,
  world: World,
  config: Config,
): Promise<RepositoryFacts> {
  const repository = await world.repositories.named(name);
  const of = { run, name, postponed, ...given({ pushedUntil }) };
  const facts = { ...seen, ...of, about: 'repository', repository } as const;
  if (!repository.known || !repository.value) return { ...facts, looked: null };
  const rule = ruleOf(name, repository.value.tags, config);
  if (rule === null || 'problem' in rule || rule.mode === 'off') return { ...facts, looked: null };
  const images = await world.repositories.images(name);
  if (!images.known) return { ...facts, looked: images };
  const pushedSince = images.value.find(({ pushedAt }) => pushedUntil && pushedAt >= pushedUntil);
  if (pushedSince) return { ...facts, looked: null, pushedSince: pushedSince.pushedAt };
  return { ...facts, looked: await look(seen.now, repository.value, images.value, world, config) };
}

async function look(
  now: string,
  { name, account, region }: EcrRepositoryInfo,
  images: readonly EcrImage[],
  world: World,
  config: Config,
): Promise<NonNullable<RepositoryFacts['looked']>> {
  const indexes = images.filter((image) => isIndex(image) !== false);
  const digests = indexes.map(({ digest }) => digest);
  const manifests: Known<readonly ImageManifest[]> =
    digests.length === 0 ? known([]) : await world.repositories.manifests(name, digests);
  const { uses, gaps } = await world.uses.look({ ...lookingFor(config), maxAgeMs: usesMaxAgeMs });
  return known({
    seen: {
      now,
      repository: { account, region, name },
      images,
      manifests: manifests.known ? manifests.value : [],
      uses,
      gaps: manifests.known
        ? gaps
        : [...gaps, { source: 'image-manifest', why: manifests.why, repositories: [name] }],
    },
    exposure: await world.repositories.exposure(name),
  });
}
