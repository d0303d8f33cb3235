import * as z from 'zod';
import { defaults } from '../defaults.ts';
import { key, required } from './key.ts';
import { LifecyclePolicy } from './lifecycle-policy.ts';
import { ScheduleExpression } from './schedule.ts';
import { Mode } from './settings.ts';
import { duration, TextGlob } from './text.ts';

const { protect, caps, allow } = defaults.cleanup;

const RepositoryGlob = z
  .string()
  .min(1, { error: 'expected a name or a glob, such as shop/*' })
  .max(256)
  .regex(/^[a-z0-9._/*?-]*$/, {
    error:
      "expected the repository's name or a glob over it, such as shop/*: no host, no tag, lower case",
  });

const AccountId = z
  .string({ error: 'expected an account as a text of 12 digits, in quotes: "123456789012"' })
  .regex(/^\d{12}$/, { error: 'expected an account as a text of 12 digits' });

const Protect = z.strictObject({
  previousRevisions: key(
    z.int().min(0).max(100),
    'How many revisions of each task definition family count as used.',
    { default: protect.previousRevisions },
  ),
  minAge: key(duration('0s', '3650d'), 'Images pushed more recently stay.', {
    default: protect.minAge,
  }),
  usedWithin: key(duration('0s', '400d'), 'Images seen in use within this time stay.', {
    default: protect.usedWithin,
  }),
  tags: key(z.array(TextGlob), 'Images with a tag that matches one of these globs stay.', {
    default: protect.tags,
    examples: [['release-*']],
  }),
});

const Caps = z.strictObject({
  maxImages: key(z.int().min(0).max(100_000), 'How many images one run deletes, at the most.', {
    default: caps.maxImages,
  }),
  maxPercent: key(z.number().min(0).max(100), 'The same in percent of the images there are.', {
    default: caps.maxPercent,
  }),
  keepAtLeast: key(z.int().min(0).max(100_000), 'How many images are left, at the least.', {
    default: caps.keepAtLeast,
  }),
});

const Allow = z.strictObject({
  crossAccount: key(z.array(AccountId), 'Accounts that may pull and whose use nobody looks up.', {
    default: allow.crossAccount,
    examples: [['123456789012']],
  }),
  replication: key(z.boolean(), 'Clean up although images are replicated elsewhere.', {
    default: allow.replication,
  }),
  deleteReplication: key(
    z.boolean(),
    'Clean up although ECR deletes the copies, too, of which nobody looks up who uses them.',
    { default: allow.deleteReplication },
  ),
  pullThroughCache: key(z.boolean(), 'Clean up what a pull-through cache filled.', {
    default: allow.pullThroughCache,
  }),
});

const Rule = z.strictObject({
  match: required(
    z.strictObject({
      repository: required(RepositoryGlob, "A glob over the repository's name.", {
        examples: ['shop/*'],
      }),
    }),
    'Which repositories.',
  ),
  mode: key(Mode, '`observe` decides and tells; `act` also deletes. Without it, as one level up.'),
  lifecyclePolicy: required(LifecyclePolicy, "What goes, in Amazon ECR's own policy language."),
  protect: key(Protect, 'What stays, whatever the policy says. Images in use always do.'),
  caps: key(Caps, 'How much one run may delete in one repository, oldest first.'),
  allow: key(Allow, 'Others who may need the images: each blocks unless it is allowed.'),
});

/** The `cleanup` section as people write it. */
export const Cleanup = z
  .strictObject({
    mode: key(
      Mode,
      '`observe` decides and tells; `act` also deletes. Without it, as one level up.',
    ),
    schedule: key(
      ScheduleExpression,
      "When all repositories are cleaned up, as EventBridge Scheduler's expression, in UTC.",
      { default: defaults.cleanup.schedule },
    ),
    onPush: key(
      z.boolean(),
      'Also after a push, that repository only, once nothing was pushed for five minutes.',
      {
        default: defaults.cleanup.onPush,
      },
    ),
    guard: key(
      z.boolean(),
      "Warn, once a day, before Amazon ECR's own lifecycle policies delete or archive images in use.",
      { default: defaults.cleanup.guard },
    ),
    rules: key(
      z.array(Rule).max(500),
      'The first rule that matches a repository holds for it. Without one, nothing is deleted.',
      { default: [] },
    ),
  })
  .superRefine(({ rules = [] }, context) => {
    const all = rules.findIndex(({ match }) => match.repository === '*');
    if (all === -1) return;
    const message = `is never reached: rules[${all}] matches every repository`;
    for (const [index] of rules.entries()) {
      if (index > all) context.addIssue({ code: 'custom', path: ['rules', index], message });
    }
  });

export type Cleanup = z.infer<typeof Cleanup>;
