import * as z from 'zod';
import { defaults } from '../defaults.ts';
import { parsePolicy, parseTagPattern, problemOfGlob } from '../policy.ts';
import { problemsOfDeploy } from './deploy-problems.ts';
import { Freeze } from './freeze.ts';
import { key, required } from './key.ts';
import { ScheduleExpression } from './schedule.ts';
import { Mode } from './settings.ts';
import { duration, NameGlob, RepositoryGlob } from './text.ts';

/** A text that a reader of ours understands; what it finds wrong is the message. */
const readBy = (read: (text: string) => unknown): z.ZodString =>
  z
    .string()
    .max(1024)
    .superRefine((text, context) => {
      const found = read(text);
      if (typeof found === 'object' && found !== null && 'problem' in found) {
        context.addIssue({ code: 'custom', message: String(found.problem) });
      }
    });

const TagGlob = readBy((text) => {
  const problem = problemOfGlob(text);
  return problem === null ? null : { problem };
});

const Match = z.strictObject({
  repository: key(RepositoryGlob, 'Name of the ECR repository, without its registry.', {
    examples: ['shop/*'],
  }),
  cluster: key(NameGlob, 'Name of the cluster.', { examples: ['staging'] }),
  service: key(NameGlob, 'Name of the service.', { examples: ['web'] }),
  family: key(NameGlob, 'Family of the task definition.', { examples: ['report-*'] }),
  container: key(NameGlob, 'Name of the container.', { examples: ['app'] }),
});

const Unknown = z.enum(['open', 'closed']);

const Scan = z.strictObject({
  wait: key(duration('0s', '7d'), "How long after the push a scan's result is waited for.", {
    default: defaults.scan.wait,
  }),
  block: key(
    z
      .array(z.enum(['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL', 'UNDEFINED']))
      .min(1)
      .max(6),
    'Severities of findings, none of which the image may have.',
    { default: defaults.scan.block },
  ),
  newOnly: key(z.boolean(), 'Count only findings that the running image does not have, too.', {
    default: defaults.scan.newOnly,
  }),
  onMissing: key(
    Unknown,
    'What becomes of an image with no finished scan after `wait`: `closed` holds it back, `open` lets it go.',
    { default: defaults.scan.onMissing },
  ),
});

const OnUnknown = z.strictObject({
  cooldown: key(Unknown, 'Nobody can tell when the image was pushed.', {
    default: defaults.onUnknown.cooldown,
  }),
  image: key(Unknown, 'Nobody can tell whether the image is there and not archived.', {
    default: defaults.onUnknown.image,
  }),
  platform: key(
    Unknown,
    'Nobody can tell what platform the image is for; ECR tells it of multi-platform images only.',
    { default: defaults.onUnknown.platform },
  ),
});

/** What can be set for one rule, and above the rules for all that do not say otherwise. */
const settings = {
  mode: key(Mode, '`observe` decides and tells; `act` also does it. Without it, as one level up.'),
  policy: key(
    readBy(parsePolicy),
    '`major`, `minor`, `patch`, `all`, `force`, `never`, `digest`, `semver:<range>`, `glob:<glob>`, ' +
      '`regexp:<re>`, `numerical:<re>` or `alphabetical:<re>`: which tag is newer than the one that runs.',
    { default: defaults.policy, examples: ['semver:^1', 'numerical:^build-([0-9]+)$'] },
  ),
  matchTag: key(z.boolean(), 'Only the very tag that runs.', { default: defaults.matchTag }),
  matchPreRelease: key(
    z.boolean(),
    '`major`, `minor` and `patch` keep the pre-release: `1.2.3-alpine` is followed by `1.2.4-alpine` only.',
    { default: defaults.matchPreRelease },
  ),
  extract: key(
    z.string().min(1).max(256),
    "What is compared instead of the tag, from the groups of the policy's regular expression or of `allowTags`.",
    { examples: ['$version', '$1'] },
  ),
  allowTags: key(
    readBy(parseTagPattern),
    'A tag has to match it: `any`, `regexp:<regular expression>` or `glob:<glob>`.',
    { default: defaults.allowTags, examples: ['regexp:^v(?P<version>.+)-prod$'] },
  ),
  ignoreTags: key(z.array(TagGlob).max(100), 'Globs, none of which a tag may match.', {
    default: [],
    examples: [['*-dev', 'pr-*']],
  }),
  pin: key(
    z.enum(['digest', 'tag']),
    'What the new revision names: `repository:tag@sha256:…`, or only `repository:tag`.',
    { default: defaults.pin },
  ),
  baseRevision: key(
    z.enum(['service', 'latest']),
    "What the new revision is a copy of: the one that the service runs, or the family's latest.",
    { default: defaults.baseRevision },
  ),
  cooldown: key(
    duration('0s', '90d'),
    'How long ago an image has to have been pushed, by `imagePushedAt`, which a build cannot forge.',
    { default: defaults.cooldown },
  ),
  scan: key(
    z.union([z.literal(false), Scan]),
    'Wait for the scan of the image, and hold back what has findings; `false` does not.',
    { default: false },
  ),
  platform: key(
    z.boolean(),
    "Hold back an image that is not for the task definition's `runtimePlatform`.",
    { default: defaults.platform },
  ),
  onUnknown: key(
    OnUnknown,
    'What becomes of an image when a fact cannot be found out: `closed` holds it back, `open` lets it go.',
  ),
  freeze: key(z.array(Freeze).max(100), 'Times in which no rollout begins.', { default: [] }),
  schedules: key(z.boolean(), 'Bring along EventBridge rules and schedules that run the family.', {
    default: defaults.schedules,
  }),
  rollback: key(
    z.enum(['onFailure', 'never']),
    'Whether a rollout that fails is rolled back to the last good revision.',
    { default: defaults.rollback },
  ),
};

const Rule = z.strictObject({
  match: required(Match, 'Which containers: every glob given must match, `{}` is every one.', {
    examples: [{ repository: 'shop/*', cluster: 'staging' }],
  }),
  ...settings,
});

/** The `deploy` section as people write it. */
export const Deploy = z
  .strictObject({
    ...settings,
    sweep: key(
      ScheduleExpression,
      "When all services are looked at for pushes that were lost, as EventBridge Scheduler's expression, in UTC.",
      { default: defaults.sweep },
    ),
    rules: key(z.array(Rule).max(500), 'The first rule that matches a container holds for it.', {
      default: [],
    }),
  })
  .superRefine((deploy, context) => {
    for (const { path, message } of problemsOfDeploy(deploy)) {
      context.addIssue({ code: 'custom', path, message });
    }
  });

export type Deploy = z.infer<typeof Deploy>;
export type Rule = z.infer<typeof Rule>;
