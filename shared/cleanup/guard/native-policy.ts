import { createHash } from 'node:crypto';
import type { LifecyclePolicy, LifecycleRule } from '../../config/types/lifecycle-policy.ts';

/**
 * Reads the text of a policy that ECR itself goes by, and has validated; `null` where it says what we do not know.
 * Fields that are new to us stay in it.
 */
export function nativePolicy(text: string): LifecyclePolicy | null {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || !('rules' in value)) return null;
  const { rules } = value;
  return Array.isArray(rules) && rules.every(isRule) ? { rules } : null;
}

/** The same for every way of writing a policy down: spaces and line ends do not count. */
export function fingerprintOf(text: string): string {
  const written = JSON.stringify(parsed(text)) ?? text;
  return createHash('sha256').update(written).digest('hex').slice(0, 12);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const tagStatuses: readonly unknown[] = ['tagged', 'untagged', 'any'];
const countTypes: readonly unknown[] = [
  'imageCountMoreThan',
  'sinceImagePushed',
  'sinceImagePulled',
  'sinceImageTransitioned',
];

function isRule(rule: unknown): rule is LifecycleRule {
  const { rulePriority, selection, action } = fieldsOf(rule);
  const { tagStatus, countType, countNumber } = fieldsOf(selection);
  const { type } = fieldsOf(action);
  return (
    typeof rulePriority === 'number' &&
    tagStatuses.includes(tagStatus) &&
    countTypes.includes(countType) &&
    typeof countNumber === 'number' &&
    (type === 'expire' || type === 'transition')
  );
}

const fieldsOf = (value: unknown): { readonly [field: string]: unknown } =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
