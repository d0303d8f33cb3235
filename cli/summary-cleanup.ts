import { lint } from '../shared/cleanup/lint.ts';
import { formatDuration } from '../shared/config/duration.ts';
import { isExtended } from '../shared/config/policy-text.ts';
import type { CleanupRule } from '../shared/config/types/cleanup.ts';
import { findingLine } from './print-cleanup.ts';

/** What becomes of old images, as rows; nothing where no repository is cleaned up. */
export const cleanupRows = (rules: readonly CleanupRule[]): readonly [string, string][] =>
  rules.map((rule) => [`repository ${rule.match.repository}`, inWords(rule)]);

function inWords({ mode, lifecyclePolicy, protect, caps }: CleanupRule): string {
  const count = lifecyclePolicy.rules.length;
  const extended = isExtended(lifecyclePolicy) ? 'extended (not valid ECR text), ' : '';
  return [
    `${mode}: cleaned up by ${extended}${count} rule${count === 1 ? '' : 's'}`,
    `in use within ${formatDuration(protect.usedWithinMs)} stays`,
    `at most ${caps.maxImages} images and ${caps.maxPercent} % in one run`,
  ].join('; ');
}

/** What in the policies is hardly meant, as far as their text shows it. */
export const cleanupWarnings = (rules: readonly CleanupRule[]): readonly string[] =>
  rules.flatMap(({ match, lifecyclePolicy }) =>
    lint(lifecyclePolicy).map((finding) => `  ${match.repository}: ${findingLine(finding)}`),
  );
