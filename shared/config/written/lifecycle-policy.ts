import * as z from 'zod';
import { key, required } from './key.ts';
import { problemsOfPolicy } from './problems-of-policy.ts';

const Patterns = z.array(
  z
    .string()
    .min(1)
    .max(128, { error: 'V3: no tag is longer than 128 characters' })
    .refine((pattern) => pattern.split('*').length <= 5, {
      error: ({ input }) => `V4: at most 4 wildcards (*) in one pattern, found \`${input}\``,
    }),
);

const Prefixes = z.array(z.string().min(1).max(128));

const Selection = z.strictObject({
  tagStatus: required(
    z.enum(['tagged', 'untagged', 'any']),
    'Which images, by whether they have tags.',
  ),
  tagPatternList: key(
    Patterns.min(1),
    'With `tagged`: patterns that must all match one of the tags each. `*` is any run of characters.',
    { examples: [['prod*']] },
  ),
  tagPrefixList: key(Prefixes.min(1), 'The same with prefixes.', { examples: [['prod']] }),
  storageClass: key(z.enum(['standard', 'archive']), 'Which images, by where they are kept.', {
    default: 'standard',
  }),
  countType: required(
    z.enum([
      'imageCountMoreThan',
      'sinceImagePushed',
      'sinceImagePulled',
      'sinceImageTransitioned',
    ]),
    'What is counted: images, or days since they were pushed, pulled or archived.',
  ),
  countUnit: key(z.literal('days'), 'With `since…`, and then required.'),
  countNumber: required(
    z.int().min(1, { error: 'V7: expected a whole number from 1' }),
    'How many images stay, or after how many days they go.',
  ),
});

const Action = z.strictObject({
  type: required(z.enum(['expire', 'transition']), 'Delete, or move to the archive.'),
  targetStorageClass: key(z.literal('archive'), 'With `transition`, and then required.'),
});

const Extension = z.strictObject({
  tagPatternsAnyOf: key(Patterns.min(1), 'With `tagged`: one of these patterns has to match.', {
    examples: [['dev-*', 'pr-*']],
  }),
  excludeTagPatterns: key(Patterns.min(1), 'Images with such a tag are left to the rules below.', {
    examples: [['release-*']],
  }),
  keepAtLeast: key(
    z.int().min(1),
    'With `since…`: the newest of the images selected stay, however old.',
  ),
  expireByPull: key(
    z.literal(true),
    'Lets `sinceImagePulled` expire images; ECR can only archive them.',
  ),
});

const Rule = z.strictObject({
  rulePriority: required(
    z.int().min(1, { error: 'V2: expected a whole number from 1' }),
    'Rules with lower numbers go first.',
  ),
  description: key(z.string(), 'For people.'),
  selection: required(Selection, 'Which images the rule is about, and how they are counted.'),
  action: required(Action, 'What becomes of them.'),
  deckhand: key(Extension, "What ECR's language cannot say. ECR refuses a policy with such a key."),
});

/** A lifecycle policy in Amazon ECR's language, with one block of ours. */
export const LifecyclePolicy = z
  .strictObject({
    rules: required(
      z.array(Rule).min(1).max(50, { error: 'V1: at most 50 rules' }),
      'The rules, in any order: `rulePriority` counts.',
    ),
  })
  .superRefine((policy, context) => {
    for (const { path, message } of problemsOfPolicy(policy)) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
  });
