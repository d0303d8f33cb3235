import type { CleanupFacts } from '../shared/cleanup/facts.ts';
import { type Finding, lint } from '../shared/cleanup/lint.ts';
import type { CleanupPlan } from '../shared/cleanup/plan.ts';
import { freedBy } from '../shared/cleanup/sizes.ts';
import { formatDuration } from '../shared/config/duration.ts';
import { isExtended } from '../shared/config/policy-text.ts';
import type { LifecyclePolicy } from '../shared/config/types/lifecycle-policy.ts';
import type { Freed } from '../shared/core/cleanup.ts';
import type { EcrImage } from '../shared/core/ecr-image.ts';
import { sizeInWords } from '../shared/core/size.ts';
import { paint, print, table } from './output.ts';

/** Of those that stay so many are shown, as nobody reads more. */
const keptShown = 200;

/**
 * A plan for people: a line per image, what goes first, and what it comes to. A policy that ECR runs by itself is
 * warned of: ECR knows of no use.
 */
export function printCleanup(
  plan: CleanupPlan,
  facts: CleanupFacts,
  policy: LifecyclePolicy,
  runsBy: 'ecr' | 'deckhand',
): void {
  const going = plan.hold === null ? plan.delete : plan.held;
  const isGoing = new Set(going.map(({ digest }) => digest));
  const expired = going.filter(({ action }) => action === 'expire').map(({ digest }) => digest);
  const images = new Map(facts.images.map((image) => [image.digest, image]));
  const rowOf = (what: string, digest: string, why: string): readonly string[] => {
    const image = images.get(digest);
    return image ? [what, ...columnsOf(image, facts.now), why] : [];
  };
  const staying = plan.keep.filter(({ digest }) => !isGoing.has(digest));
  print(
    table([
      ['', 'IMAGE', 'TAGS', 'PUSHED', 'SIZE', 'WHY'].map(paint.dim),
      ...going.map(({ digest, rule, action }) =>
        rowOf(
          plan.hold === null ? paint.red(words[action]) : paint.yellow('held'),
          digest,
          `rule ${rule} would ${words[action]} it`,
        ),
      ),
      ...staying
        .slice(0, keptShown)
        .map(({ digest, because }) => rowOf(paint.green('keep'), digest, because)),
    ]),
  );
  const more = staying.length - keptShown;
  if (more > 0) print(paint.dim(`and ${more} more that stay; --json lists them all`));
  const freed = freedBy(new Set(expired), facts.images, facts.manifests);
  print(`\n${inShort(plan, freed, facts.images.length)}`);
  if (plan.hold !== null) print(`${paint.yellow('Held, nothing goes')}: ${plan.hold}`);
  const used = plan.keep.filter(({ why }) => why === 'in-use').map(({ digest }) => digest);
  const inUse = new Set(runsBy === 'ecr' ? used : []);
  for (const finding of lint(policy, { ...facts, inUse })) {
    print(findingLine(finding));
  }
  if (isExtended(policy)) print(paint.dim('The policy is an extended one: ECR refuses its text.'));
}

/** `rule 2: never acts: …`. */
export const findingLine = ({ rule, message }: Finding): string =>
  `${paint.yellow(`rule ${rule}`)}: ${message}`;

const words = { expire: 'delete', transition: 'archive' } as const;

function columnsOf({ digest, tags, pushedAt, sizeBytes }: EcrImage, now: string): string[] {
  const ageMs = Date.parse(now) - Date.parse(pushedAt);
  return [
    digest.slice(0, 19),
    shortened(tags),
    `${formatDuration(ageMs)} ago`,
    sizeInWords(sizeBytes),
  ];
}

const tagsShown = 3;

function shortened(tags: readonly string[]): string {
  if (tags.length === 0) return 'untagged';
  const more = tags.length - tagsShown;
  const shown = tags
    .slice(0, tagsShown)
    .map((tag) => (tag.length > 40 ? `${tag.slice(0, 39)}…` : tag));
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}

function inShort(plan: CleanupPlan, freed: Freed, total: number): string {
  const count = plan.delete.length + plan.held.length;
  if (count === 0) return `None of ${total} images would go.`;
  const bound = freed.isExact ? '' : 'at most ';
  return `${count} of ${total} images would go: ${bound}${sizeInWords(freed.bytes)}, ${bound}${inDollars(freed)} a month.`;
}

const inDollars = ({ dollarsPerMonth }: Freed): string => `$${dollarsPerMonth.toFixed(2)}`;
