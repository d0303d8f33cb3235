import type { LifecyclePolicy, LifecycleRule } from '../types/lifecycle-policy.ts';
import { problemsOfExtension } from './problems-of-extension.ts';

/** Something wrong in a policy, and where. */
export type PolicyProblem = {
  readonly path: readonly (string | number)[];
  readonly message: string;
};

/**
 * What ECR refuses although each field is right by itself. The numbers (V2, V3, …) are those of
 * `docs/cleanup.md`. ECR says the same of PutLifecyclePolicy and StartLifecyclePolicyPreview.
 * Source: Amazon ECR User Guide, "Lifecycle policy parameters".
 */
export function problemsOfPolicy({ rules }: LifecyclePolicy): readonly PolicyProblem[] {
  return rules.flatMap((rule, index) => {
    const others = rules.filter((_, at) => at !== index);
    const found = [
      ...tooLong(rules, index),
      ...samePriority(rule, rules.slice(0, index)),
      ...tagLists(rule),
      ...sameSelection(rule, rules.slice(0, index)),
      ...anyNotLast(rule, others),
      ...count(rule),
      ...storageClass(rule),
      ...action(rule),
      ...problemsOfExtension(rule),
    ];
    return found.map(({ path, message }) => ({
      path: ['rules', index, ...path],
      message: `${message} (rule of priority ${rule.rulePriority})`,
    }));
  });
}

const problem = (message: string, ...path: readonly string[]): readonly PolicyProblem[] => [
  { path, message },
];

const none: readonly PolicyProblem[] = [];

/** What ECR takes at most, written as densely as can be. Told once, at the last rule. */
function tooLong(rules: readonly LifecycleRule[], index: number): readonly PolicyProblem[] {
  if (index < rules.length - 1) return none;
  const characters = JSON.stringify({ rules }).length;
  if (characters <= 30_720) return none;
  return problem(`V1: a policy has at most 30,720 characters, found ${characters}`);
}

function samePriority(
  { rulePriority }: LifecycleRule,
  earlier: readonly LifecycleRule[],
): readonly PolicyProblem[] {
  const first = earlier.findIndex((other) => other.rulePriority === rulePriority);
  if (first < 0) return none;
  return problem(`V2: rules[${first}] has this priority already`, 'rulePriority');
}

function tagLists({ selection, deckhand }: LifecycleRule): readonly PolicyProblem[] {
  const { tagStatus, tagPatternList, tagPrefixList } = selection;
  const lists = [tagPatternList, tagPrefixList].filter((list) => list !== undefined).length;
  const path = ['selection', tagPrefixList ? 'tagPrefixList' : 'tagPatternList'];
  if (tagStatus !== 'tagged') {
    if (lists === 0) return none;
    const why = `V3: tagStatus ${tagStatus} takes no list of tags; leave it out, or use tagged`;
    return problem(why, ...path);
  }
  if (lists === 2) {
    return problem('V3: give either tagPatternList or tagPrefixList, not both', ...path);
  }
  if (lists === 1 || deckhand?.tagPatternsAnyOf) return none;
  return problem('V3: tagStatus tagged needs tagPatternList or tagPrefixList', 'selection');
}

const classOf = ({ selection }: LifecycleRule) => selection.storageClass ?? 'standard';

function sameSelection(
  rule: LifecycleRule,
  earlier: readonly LifecycleRule[],
): readonly PolicyProblem[] {
  const { tagStatus, tagPrefixList = [] } = rule.selection;
  const same = earlier.filter((other) => classOf(other) === classOf(rule));
  if (tagStatus === 'untagged' && same.some(({ selection }) => selection.tagStatus === tagStatus)) {
    const why = `V5: another rule selects the untagged images of storage class ${classOf(rule)}`;
    return problem(why, 'selection', 'tagStatus');
  }
  const taken = same.flatMap(({ selection }) => selection.tagPrefixList ?? []);
  const twice = tagPrefixList.find(
    (prefix, at) => taken.includes(prefix) || tagPrefixList.indexOf(prefix) < at,
  );
  if (twice === undefined) return none;
  const why = `V5: the prefix \`${twice}\` may stand in one rule of a storage class, once`;
  return problem(why, 'selection', 'tagPrefixList');
}

function anyNotLast(
  rule: LifecycleRule,
  others: readonly LifecycleRule[],
): readonly PolicyProblem[] {
  if (rule.selection.tagStatus !== 'any') return none;
  const same = others.filter((other) => classOf(other) === classOf(rule));
  const later = same.find(({ rulePriority }) => rulePriority > rule.rulePriority);
  if (!later) return none;
  const why =
    later.selection.tagStatus === 'any'
      ? `V6: one rule with tagStatus any for storage class ${classOf(rule)}, found two`
      : `V6: a rule with tagStatus any needs the highest rulePriority, more than ${later.rulePriority}`;
  return problem(why, 'rulePriority');
}

function count({ selection }: LifecycleRule): readonly PolicyProblem[] {
  const { countType, countUnit } = selection;
  if (countType === 'imageCountMoreThan') {
    if (countUnit === undefined) return none;
    return problem(
      'V7: imageCountMoreThan counts images: leave countUnit out',
      'selection',
      'countUnit',
    );
  }
  if (countUnit !== undefined) return none;
  return problem(`V7: ${countType} needs countUnit: days`, 'selection', 'countUnit');
}

function storageClass(rule: LifecycleRule): readonly PolicyProblem[] {
  const { countType } = rule.selection;
  const wanted = countType === 'sinceImageTransitioned' ? 'archive' : 'standard';
  if (classOf(rule) === wanted) return none;
  return problem(`V8: ${countType} needs storageClass ${wanted}`, 'selection', 'storageClass');
}

function action({ selection, action, deckhand }: LifecycleRule): readonly PolicyProblem[] {
  const { countType, countNumber } = selection;
  const { type, targetStorageClass } = action;
  if (type === 'transition' && targetStorageClass === undefined) {
    return problem(
      'V9: transition needs targetStorageClass: archive',
      'action',
      'targetStorageClass',
    );
  }
  if (type === 'expire' && targetStorageClass !== undefined) {
    return problem('V9: expire takes no targetStorageClass', 'action', 'targetStorageClass');
  }
  if (countType === 'sinceImagePulled' && type === 'expire' && !deckhand?.expireByPull) {
    const why =
      'V10: sinceImagePulled can only transition; for Deckhand to expire by it, add deckhand: {"expireByPull": true}';
    return problem(why, 'action', 'type');
  }
  if (countType !== 'sinceImageTransitioned') return none;
  if (type === 'transition') {
    return problem('V10: sinceImageTransitioned can only expire', 'action', 'type');
  }
  if (countNumber >= 90) return none;
  const why =
    'V10: the archive keeps images for 90 days at least: countNumber has to be 90 or more';
  return problem(why, 'selection', 'countNumber');
}
