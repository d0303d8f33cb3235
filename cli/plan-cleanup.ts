import { Command } from 'commander';
import type { CleanupFacts } from '../shared/cleanup/facts.ts';
import * as cleanup from '../shared/cleanup/plan.ts';
import { readPolicy } from '../shared/config/policy-text.ts';
import type { LifecyclePolicy } from '../shared/config/types/lifecycle-policy.ts';
import { momentOf, problemIn } from './given.ts';
import { readImages, readManifests, readUses } from './images-file.ts';
import { readInput } from './input.ts';
import { printJson } from './output.ts';
import { printCleanup } from './print-cleanup.ts';
import { WrongUsage } from './wrong-usage.ts';

/** `deckhand plan cleanup`: which images would go, which stay, and why. */
export function planCleanup(): Command {
  return new Command('cleanup')
    .summary('say which images would be deleted, which stay, and why')
    .description(
      'Says which images of a repository a lifecycle policy would delete, which stay, and why; offline. ' +
        'Exit code 1 where something stands against deleting anything (hold).',
    )
    .requiredOption(
      '--images <file>',
      'what `aws ecr describe-images` printed, or - for standard input',
    )
    .requiredOption('--policy <file>', "the lifecycle policy, in ECR's language: JSON or YAML")
    .option('--uses <file>', 'the images in use: [{image, by}], by any image reference')
    .option('--manifests <file>', 'what `aws ecr batch-get-image` printed of the indexes')
    .option('--now <time>', 'decide as if it were this time, ISO 8601')
    .option(
      '--json',
      'print {delete: [{digest, tags, rule, action}], keep: [{digest, tags, because}], hold} and nothing else',
    )
    .addHelpText('after', example)
    .action(async (options: Options) => {
      const { facts, policy } = await given(options);
      const plan = cleanup.planCleanup(facts, byPolicyAlone(policy));
      if (options.json) printJson(contract(plan));
      else printCleanup(plan, facts, policy);
      process.exitCode = plan.hold === null ? 0 : 1;
    });
}

const example = `
Example:
  $ aws ecr describe-images --repository-name shop/vote > images.json
  $ deckhand plan cleanup --images images.json --policy policy.json --uses uses.json`;

type Options = {
  readonly images: string;
  readonly policy: string;
  readonly uses?: string;
  readonly manifests?: string;
  readonly now?: string;
  readonly json?: true;
};

async function given({ images, policy, uses, manifests, now }: Options): Promise<{
  readonly facts: CleanupFacts;
  readonly policy: LifecyclePolicy;
}> {
  const files = [images, policy, uses, manifests].filter((file) => file === '-');
  if (files.length > 1) throw new WrongUsage('standard input (-) can be only one of the files');
  const read = readPolicy(await readInput(policy));
  if ('problems' in read) throw problemIn(nameOf(policy), read.problems);
  const facts = {
    ...readImages(await readInput(images), nameOf(images)),
    uses: uses === undefined ? [] : readUses(await readInput(uses), nameOf(uses)),
    manifests:
      manifests === undefined ? [] : readManifests(await readInput(manifests), nameOf(manifests)),
    now: readNow(now),
  };
  return { facts, policy: read.policy };
}

const nameOf = (file: string): string => (file === '-' ? 'standard input' : file);

function readNow(text: string | undefined): string {
  if (text === undefined) return new Date().toISOString();
  const moment = momentOf(text);
  if (moment !== null) return moment;
  throw new WrongUsage(`--now ${text}: expected a time such as 2026-03-01T12:00:00Z`);
}

/** Offline, nothing but the policy is given: no ages, tags or caps beside it. */
const byPolicyAlone = (lifecyclePolicy: LifecyclePolicy): cleanup.PlanRule => ({
  lifecyclePolicy,
  protect: { minAgeMs: 0, usedWithinMs: 0, tags: [] },
  caps: { maxImages: Number.MAX_SAFE_INTEGER, maxPercent: 100, keepAtLeast: 0 },
});

/** What `--json` promises, of what there is. */
const contract = (plan: cleanup.CleanupPlan) => ({
  delete: plan.delete.map(({ digest, tags, rule, action }) => ({ digest, tags, rule, action })),
  keep: plan.keep.map(({ digest, tags, because }) => ({ digest, tags, because })),
  hold: plan.hold,
});
