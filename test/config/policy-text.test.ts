import { describe, expect, test } from '@jest/globals';
import { isExtended, readPolicy } from '../../shared/config/policy-text.ts';

type Fields = { readonly [field: string]: unknown };

/** A rule that is right, with some fields of its selection and its own replaced. */
const rule = (selection: Fields = {}, fields: Fields = {}): Fields => ({
  rulePriority: 1,
  selection: { tagStatus: 'any', ...days(30), ...selection },
  action: { type: 'expire' },
  ...fields,
});

const days = (countNumber: number, countType = 'sinceImagePushed'): Fields => ({
  countType,
  countUnit: 'days',
  countNumber,
});
const count = (countNumber: number): Fields => ({
  countType: 'imageCountMoreThan',
  countUnit: undefined,
  countNumber,
});
const tagged = (...tagPatternList: readonly string[]): Fields => ({
  tagStatus: 'tagged',
  tagPatternList,
});
const prefixed = (...tagPrefixList: readonly string[]): Fields => ({
  tagStatus: 'tagged',
  tagPrefixList,
});
const archived: Fields = { storageClass: 'archive', ...days(365, 'sinceImageTransitioned') };
const toArchive = { action: { type: 'transition', targetStorageClass: 'archive' } };
const second = (selection: Fields, fields: Fields = {}): Fields =>
  rule(selection, { rulePriority: 2, ...fields });

/** The problems of a policy of these rules, as `check` prints them. */
function problemsIn(...rules: readonly Fields[]): readonly string[] {
  const read = readPolicy(JSON.stringify({ rules }));
  return 'policy' in read ? [] : read.problems.map(({ path, message }) => `${path}: ${message}`);
}

describe('a policy that ECR takes', () => {
  test.each<[string, ...Fields[]]>([
    ['by age', rule(tagged('prod*'))],
    ['by count', rule({ tagStatus: 'untagged', ...count(1) })],
    ['patterns and prefixes in different rules', rule(tagged('a*')), second(prefixed('a'))],
    ['4 wildcards', rule(tagged('*test*1*2*3'))],
    ['any last', rule(tagged('a*')), second({})],
    ['gaps in the priorities, in any order', second({}, { rulePriority: 90 }), rule(tagged('a*'))],
    ['archiving by age', rule(tagged('prod*'), toArchive)],
    ['archiving by count', rule(count(9), toArchive)],
    ['archiving by pull', rule(days(90, 'sinceImagePulled'), toArchive)],
    ['expiry in the archive', rule(archived)],
    ['any in either storage class (T12)', rule({}, toArchive), second(archived)],
    ['a description', rule({}, { description: 'old ones' })],
  ])('%s', (_, ...rules) => {
    expect(problemsIn(...rules)).toEqual([]);
  });
});

const at = 'rules[0].selection';

describe('a policy that ECR refuses is told with the rule it breaks', () => {
  test.each<[string, string, ...Fields[]]>([
    ['V1', 'rules: expected at least 1 entry'],
    [
      'V1',
      'rules: V1: at most 50 rules',
      ...Array.from({ length: 51 }, (_, n) => rule(tagged(`${n}`), { rulePriority: n + 1 })),
    ],
    [
      'V1',
      'rules[0]: V1: a policy has at most 30,720 characters',
      rule({}, { description: 'x'.repeat(30_720) }),
    ],
    [
      'V1',
      'rules[0].selecton: unknown key `selecton`, did you mean `selection`?',
      rule({}, { selecton: 1 }),
    ],
    ['V1', 'rules[0].action: is required', rule({}, { action: undefined })],
    ['V2', 'rules[0].rulePriority: V2', rule({}, { rulePriority: 0 })],
    [
      'V2',
      'rules[1].rulePriority: V2: rules[0] has this priority',
      rule(tagged('a')),
      rule(tagged('b')),
    ],
    ['V3', `${at}.tagStatus: expected one of tagged, untagged, any`, rule({ tagStatus: 'taged' })],
    ['V3', `${at}: V3: tagStatus tagged needs`, rule({ tagStatus: 'tagged' })],
    ['V3', `${at}.tagPatternList: expected at least 1 entry`, rule(tagged())],
    ['V3', `${at}.tagPrefixList: V3: give either`, rule({ ...tagged('a'), tagPrefixList: ['a'] })],
    [
      'V3',
      `${at}.tagPatternList: V3: tagStatus any takes no list`,
      rule({ tagPatternList: ['a'] }),
    ],
    [
      'V3',
      `${at}.tagPrefixList: V3: tagStatus untagged`,
      rule({ tagStatus: 'untagged', tagPrefixList: ['a'] }),
    ],
    ['V4', `${at}.tagPatternList[0]: V4: at most 4 wildcards`, rule(tagged('test*1*2*3*4*5*6'))],
    [
      'V5',
      'rules[1].selection.tagPrefixList: V5: the prefix `a`',
      rule(prefixed('a')),
      second(prefixed('b', 'a')),
    ],
    ['V5', `${at}.tagPrefixList: V5: the prefix \`a\``, rule(prefixed('a', 'a'))],
    [
      'V5',
      'rules[1].selection.tagStatus: V5: another rule selects',
      rule({ tagStatus: 'untagged' }),
      second({ tagStatus: 'untagged' }),
    ],
    [
      'V6',
      'rules[0].rulePriority: V6: a rule with tagStatus any needs the highest',
      rule(),
      second(tagged('a')),
    ],
    ['V6', 'rules[0].rulePriority: V6: one rule with tagStatus any', rule(), second({})],
    [
      'V7',
      `${at}.countUnit: V7: imageCountMoreThan counts images`,
      rule({ ...count(1), countUnit: 'days' }),
    ],
    ['V7', `${at}.countUnit: V7: sinceImagePushed needs countUnit`, rule({ countUnit: undefined })],
    ['V7', `${at}.countUnit: expected days`, rule({ countUnit: 'hours' })],
    ['V7', `${at}.countNumber: V7`, rule({ countNumber: 0 })],
    ['V7', `${at}.countNumber: `, rule({ countNumber: 1.5 })],
    ['V7', `${at}.countType: expected one of`, rule({ countType: 'sinceImageBuilt' })],
    [
      'V8',
      `${at}.storageClass: V8: sinceImageTransitioned needs storageClass archive`,
      rule(days(365, 'sinceImageTransitioned')),
    ],
    [
      'V8',
      `${at}.storageClass: V8: sinceImagePushed needs storageClass standard`,
      rule({ storageClass: 'archive' }),
    ],
    [
      'V8',
      `${at}.storageClass: V8: imageCountMoreThan needs`,
      rule({ ...count(9), storageClass: 'archive' }),
    ],
    [
      'V9',
      'rules[0].action.targetStorageClass: V9: transition needs',
      rule({}, { action: { type: 'transition' } }),
    ],
    [
      'V9',
      'rules[0].action.targetStorageClass: V9: expire takes no',
      rule({}, { action: { type: 'expire', targetStorageClass: 'archive' } }),
    ],
    [
      'V9',
      'rules[0].action.type: expected one of expire, transition',
      rule({}, { action: { type: 'delete' } }),
    ],
    [
      'V10',
      'rules[0].action.type: V10: sinceImagePulled can only transition',
      rule(days(90, 'sinceImagePulled')),
    ],
    [
      'V10',
      'rules[0].action.type: V10: sinceImageTransitioned can only expire',
      rule(archived, toArchive),
    ],
    [
      'V10',
      `${at}.countNumber: V10: the archive keeps images for 90 days`,
      rule({ ...archived, countNumber: 89 }),
    ],
  ])('%s: %s', (_, expected, ...rules) => {
    expect(problemsIn(...rules)[0]).toContain(expected);
  });

  test('with the priority of the rule', () => {
    expect(problemsIn(rule({ countUnit: undefined }, { rulePriority: 40 }))).toEqual([
      `${at}.countUnit: V7: sinceImagePushed needs countUnit: days (rule of priority 40)`,
    ]);
  });
});

describe('our own block', () => {
  const dev = { tagPatternsAnyOf: ['dev-*', 'pr-*'] };

  test.each<[string, Fields]>([
    [
      'any of several patterns, in place of a list',
      rule({ tagStatus: 'tagged' }, { deckhand: dev }),
    ],
    ['beside a list', rule(tagged('*-arm'), { deckhand: dev })],
    ['exclusion', rule({}, { deckhand: { excludeTagPatterns: ['release-*'] } })],
    ['a number to keep with an age', rule({}, { deckhand: { keepAtLeast: 5 } })],
    ['expiry by pull', rule(days(90, 'sinceImagePulled'), { deckhand: { expireByPull: true } })],
  ])('says what ECR cannot: %s', (_, written) => {
    const read = readPolicy(JSON.stringify({ rules: [written] }));

    expect(read).toMatchObject({ policy: { rules: [written] } });
    expect('policy' in read && isExtended(read.policy)).toBe(true);
  });

  test.each<[string, Fields]>([
    ['deckhand: is empty', rule({}, { deckhand: {} })],
    ['tagPatternsAnyOf: needs tagStatus tagged', rule({}, { deckhand: dev })],
    [
      'excludeTagPatterns: has no meaning',
      rule({ tagStatus: 'untagged' }, { deckhand: { excludeTagPatterns: ['a'] } }),
    ],
    ['keepAtLeast: goes with an age', rule(count(3), { deckhand: { keepAtLeast: 5 } })],
    ['expireByPull: goes with sinceImagePulled', rule({}, { deckhand: { expireByPull: true } })],
    [
      'tagPatternsAnyOf[0]: V4',
      rule({ tagStatus: 'tagged' }, { deckhand: { tagPatternsAnyOf: ['*****'] } }),
    ],
    [
      'keepAtleast: unknown key `keepAtleast`, did you mean `keepAtLeast`?',
      rule({}, { deckhand: { keepAtleast: 1 } }),
    ],
  ])('%s', (expected, written) => {
    expect(problemsIn(written)[0]).toContain(expected);
  });
});

describe('the text', () => {
  const policy = { rules: [{ ...rule(tagged('prod*')) }] };

  test.each([
    ['JSON', JSON.stringify(policy, null, '\t')],
    [
      'what the aws command prints',
      JSON.stringify({ repositoryName: 'a', lifecyclePolicyText: JSON.stringify(policy) }),
    ],
    [
      'YAML',
      `rules:
  - rulePriority: 1
    selection: { tagStatus: tagged, tagPatternList: [prod*], countType: sinceImagePushed, countUnit: days, countNumber: 30 }
    action: { type: expire }`,
    ],
  ])('may be %s', (_, text) => {
    expect(readPolicy(text)).toEqual({ policy });
  });

  test.each([
    ['', ': is empty'],
    ['{"rules": [', '1:'],
    ['[]', ': expected a group of keys, found a list'],
  ])('%j is none', (text, expected) => {
    const read = readPolicy(text);

    expect(
      'problems' in read && read.problems.map(({ path, message }) => `${path}: ${message}`),
    ).toEqual([expect.stringContaining(expected)]);
  });
});
