import type { Config } from '../../config/types.ts';
import { isIndex } from '../../core/ecr-image.ts';
import { messageOf, Unavailable } from '../../core/errors.ts';
import { given } from '../../core/given.ts';
import type { LifecyclePolicyPut } from '../../core/image-signal.ts';
import { type Known, known, unknown } from '../../core/known.ts';
import type { CallDue } from '../../core/signal.ts';
import type { Use } from '../../core/use.ts';
import type { World } from '../../core/world.ts';
import { inUse } from '../in-use.ts';
import { lookingFor, usesMaxAgeMs } from '../looking-for.ts';
import { allRepositories, type GuardCall, type Previewed, readGuardCall } from './calls.ts';
import type {
  BeginFacts,
  CompletePreview,
  GuardFacts,
  LookedAt,
  ReadFacts,
  Unseen,
} from './facts.ts';
import { fingerprintOf } from './native-policy.ts';

/** So many repositories are asked about by one call. */
const maxRepositories = 100;

/** So many images are held at a time; repositories that come after them have their turn in the next call. */
const maxImages = 150_000;

/** Looks up what the next step of a run is decided by. Asking for a preview is a way of looking: it changes nothing. */
export async function gather(
  signal: CallDue | LifecyclePolicyPut,
  world: World,
  config: Config,
): Promise<GuardFacts> {
  const now = world.clock.now().toISOString();
  if (signal.kind === 'lifecycle-policy-put') {
    const { id, repository } = signal;
    return { of: 'guard/1', now, about: 'put', run: `guard/${id}`, only: repository };
  }
  const { id, call, account, region } = signal;
  const asked = readGuardCall(call);
  const { only } = asked;
  const seen = { of: 'guard/1', now, ...given({ only }) } as const;
  switch (asked.what) {
    case 'begin':
      return { ...seen, ...(await begin({ ...asked, run: asked.run ?? id }, world, config)) };
    case 'read':
      return { ...seen, ...(await read(asked, { account, region }, seen.now, world, config)) };
    case 'report': {
      const watches = await world.watches.all();
      return { ...seen, about: 'report', run: asked.run, region, watches };
    }
  }
}

async function begin(
  { run, after, only }: Extract<GuardCall, { what: 'begin' }> & { readonly run: string },
  world: World,
  { cleanup }: Config,
): Promise<Omit<BeginFacts, 'of' | 'now'>> {
  const nothing = { about: 'begin', run, after: null, previewed: [], unseen: [] } as const;
  if (!cleanup.guard) return nothing;
  const names = only === undefined ? await world.repositories.names() : known([only]);
  if (!names.known) return { ...nothing, unseen: [{ name: allRepositories, why: names.why }] };
  const ahead = names.value.filter((name) => name > after).toSorted();
  const group = ahead.slice(0, maxRepositories);
  const previewed: Previewed[] = [];
  const unseen: Unseen[] = [];
  for (const name of group) {
    const policy = await world.lifecycle.policyOf(name);
    if (!policy.known) unseen.push({ name, why: policy.why });
    else if (policy.value !== null) {
      const started = await world.lifecycle.startPreview(name);
      if (!started.known) unseen.push({ name, why: started.why });
      else previewed.push({ name, fingerprint: fingerprintOf(policy.value) });
    }
  }
  const last = ahead.length > group.length ? (group.at(-1) ?? null) : null;
  return { about: 'begin', run, after: last, previewed, unseen };
}

type ReadCall = Extract<GuardCall, { what: 'read' }>;
type Place = Pick<ReadFacts, 'account' | 'region'>;

async function read(
  { run, after, tries, repositories }: ReadCall,
  place: Place,
  now: string,
  world: World,
  config: Config,
): Promise<Omit<ReadFacts, 'of' | 'now'>> {
  const looking = lookingFor(config);
  const { uses, gaps } = await world.uses.look({ ...looking, maxAgeMs: usesMaxAgeMs });
  const looked: LookedAt[] = [];
  const pending: Previewed[] = [];
  const unreached: Previewed[] = [];
  const unseen: Unseen[] = [];
  let held = 0;
  for (const one of repositories) {
    if (held > maxImages) {
      unreached.push(one);
      continue;
    }
    const preview = await previewOf(one, world);
    if (!preview.known) unseen.push({ name: one.name, why: preview.why });
    else if (preview.value === 'pending') pending.push(one);
    else {
      const within = { ...place, now, uses, usedWithinMs: looking.rememberMs };
      const repository = await lookAt(one.name, preview.value, within, world);
      held += repository.images?.known ? repository.images.value.length : 0;
      looked.push(repository);
    }
  }
  const about = { about: 'read', run, after, tries, ...place } as const;
  return { ...about, looked, pending, unreached, unseen, uses, gaps };
}

/** Somebody else may have previewed another policy meanwhile: then ours is asked for once more. */
async function previewOf(
  { name, fingerprint }: Previewed,
  { lifecycle }: World,
): Promise<Known<CompletePreview | 'pending'>> {
  const preview = await lifecycle.preview(name);
  if (!preview.known) return preview;
  if (preview.value.status === 'in-progress') return known('pending');
  if (fingerprintOf(preview.value.text) === fingerprint) return known(preview.value);
  const started = await lifecycle.startPreview(name);
  return started.known ? known('pending') : started;
}

type Within = Place & {
  readonly now: string;
  readonly uses: readonly Use[];
  readonly usedWithinMs: number;
};

async function lookAt(
  name: string,
  preview: CompletePreview,
  within: Within,
  world: World,
): Promise<LookedAt> {
  const nobody = { name, preview, images: null, manifests: known([]) };
  if (!mayBeUsed(name, preview, within.uses)) return nobody;
  const images = await settled(() => world.repositories.images(name));
  if (!images.known) return { ...nobody, images };
  const indexes = images.value.filter((image) => isIndex(image) !== false);
  const { evidence } = inUse(
    { ...within, images: images.value, repository: { ...within, name } },
    within.usedWithinMs,
  );
  // Asking for the manifest of an index counts as a pull, so it is asked for only where it can matter: it may list
  // an image that somebody uses by its digest.
  const isListed = [...evidence.keys()].some(
    (image) => image.tags.length === 0 && isIndex(image) !== true,
  );
  if (indexes.length === 0 || !isListed) return { ...nobody, images };
  const digests = indexes.map(({ digest }) => digest);
  return {
    ...{ name, preview, images },
    manifests: await settled(() => world.repositories.manifests(name, digests)),
  };
}

/** Whether any use names the repository, whatever its host, or a digest that is about to go. */
function mayBeUsed(name: string, { marked }: CompletePreview, uses: readonly Use[]): boolean {
  const digests = new Set(marked.map(({ digest }) => digest));
  return uses.some(({ image }) => {
    const [named = '', digest] = image.split('@');
    const repository = named.replace(/:[^:/]*$/, '');
    return repository.endsWith(`/${name}`) || digests.has(digest ?? '');
  });
}

/** What a later try may mend is an unknown now: ECR does not wait for it either. */
async function settled<T>(look: () => Promise<Known<T>>): Promise<Known<T>> {
  try {
    return await look();
  } catch (thrown) {
    if (thrown instanceof Unavailable) return unknown(messageOf(thrown));
    throw thrown;
  }
}
