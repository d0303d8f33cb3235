import { Command } from 'commander';
import type { CleanupFacts } from '../shared/cleanup/facts.ts';
import * as cleanup from '../shared/cleanup/plan.ts';
import { readPolicy } from '../shared/config/policy-text.ts';
import type { LifecyclePolicy } from '../shared/config/types/lifecycle-policy.ts';
import { BadInput } from '../shared/core/errors.ts';
import { readConfigHere } from './config-file.ts';
import { momentOf, problemIn } from './given.ts';
import { readImages, readManifests, readUses } from './images-file.ts';
import { readInput } from './input.ts';
import { paint, print, printJson } from './output.ts';
import { planLive } from './plan-live.ts';
import { printCleanup } from './print-cleanup.ts';
import { aboutStack, openStack, type StackOptions } from './stack.ts';
import { WrongUsage } from './wrong-usage.ts';

/** `deckhand plan cleanup`: which images would go, which stay, and why. */
export function planCleanup(): Command {
  return aboutStack(
    new Command('cleanup').summary('say which images would be deleted, which stay, and why'),
  )
    .description(
      'Says which images of a repository would be deleted, which stay, and why. With --repository it looks at the ' +
        'stack, at ECR and at every source of use, and plans by deckhand.yml; reads only. With --images it decides ' +
        'offline, by the policy alone. Exit code 1 where something stands against deleting anything (hold).',
    )
    .option('--repository <name>', 'a repository of the account and the region of the stack')
    .option('--config <file>', 'plan by this file; otherwise by deckhand.yml here')
    .option('--images <file>', 'what `aws ecr describe-images` printed, or - for standard input')
    .option('--policy <file>', "a lifecycle policy, in ECR's language: JSON or YAML")
    .option('--uses <file>', 'the images in use: [{image, by}], by any image reference')
    .option('--manifests <file>', 'what `aws ecr batch-get-image` printed of the indexes')
    .option('--now <time>', 'decide as if it were this time, ISO 8601')
    .option(
      '--json',
      'print {delete: [{digest, tags, rule, action}], keep: [{digest, tags, because}], hold} and nothing else',
    )
    .addHelpText('after', examples)
    .action(async (options: Options) => {
      if (options.repository !== undefined) await live(options.repository, options);
      else await offline(options);
    });
}

const examples = `
Examples:
  $ deckhand plan cleanup --repository shop/vote --stage prod
  $ aws ecr describe-images --repository-name shop/vote > images.json
  $ deckhand plan cleanup --images images.json --policy policy.json --uses uses.json`;

type Options = StackOptions & {
  readonly repository?: string;
  readonly config?: string;
  readonly images?: string;
  readonly policy?: string;
  readonly uses?: string;
  readonly manifests?: string;
  readonly now?: string;
  readonly json?: true;
};

async function live(name: string, options: Options): Promise<void> {
  const { images, uses, manifests } = options;
  if ([images, uses, manifests].some((given) => given !== undefined)) {
    throw new WrongUsage(
      '--repository looks by itself: leave out --images, --uses and --manifests',
    );
  }
  const policy = options.policy === undefined ? undefined : await policyIn(options.policy);
  const config = await readConfigHere(options.config);
  const now = new Date(readNow(options.now));
  const stack = await openStack(options);
  const judged = await planLive(name, stack, config, now, policy);
  if ('leave' in judged) {
    const { leave, isUncovered } = judged;
    const advice = '; add one to cleanup.rules, or try a policy on it with --policy';
    throw new BadInput(
      `${stack.account}/${stack.region}: ${leave}${isUncovered === true ? advice : ''}`,
    );
  }
  if ('unknown' in judged) throw new BadInput(`${name}: ${judged.unknown.why}`);
  const { plan, seen, rule } = judged;
  if (!options.json) print(`${paint.bold(name)} in ${stack.region}, mode ${rule.mode}`);
  tell(plan, seen, rule.lifecyclePolicy, { ...options, runsBy: 'deckhand' });
}

async function offline(options: Options): Promise<void> {
  const { facts, policy } = await given(options);
  tell(cleanup.planCleanup(facts, byPolicyAlone(policy)), facts, policy, {
    ...options,
    runsBy: 'ecr',
  });
}

function tell(
  plan: cleanup.CleanupPlan,
  facts: CleanupFacts,
  policy: LifecyclePolicy,
  { json, runsBy }: Pick<Options, 'json'> & { readonly runsBy: 'ecr' | 'deckhand' },
): void {
  if (json) printJson(contract(plan));
  else printCleanup(plan, facts, policy, runsBy);
  process.exitCode = plan.hold === null ? 0 : 1;
}

async function policyIn(file: string): Promise<LifecyclePolicy> {
  const read = readPolicy(await readInput(file));
  if ('problems' in read) throw problemIn(nameOf(file), read.problems);
  return read.policy;
}

async function given({ images, policy, uses, manifests, now }: Options): Promise<{
  readonly facts: CleanupFacts;
  readonly policy: LifecyclePolicy;
}> {
  if (images === undefined || policy === undefined) {
    throw new WrongUsage('give --repository, or --images and --policy');
  }
  const files = [images, policy, uses, manifests].filter((file) => file === '-');
  if (files.length > 1) throw new WrongUsage('standard input (-) can be only one of the files');
  const read = await policyIn(policy);
  const facts = {
    ...readImages(await readInput(images), nameOf(images)),
    uses: uses === undefined ? [] : readUses(await readInput(uses), nameOf(uses)),
    manifests:
      manifests === undefined ? [] : readManifests(await readInput(manifests), nameOf(manifests)),
    now: readNow(now),
  };
  return { facts, policy: read };
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
