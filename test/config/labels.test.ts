import { describe, expect, test } from '@jest/globals';
import { ruleOfContainer } from '../../shared/config/labels.ts';
import { yml } from '../support/config.ts';

const [written] = yml('deploy: { policy: minor, cooldown: 1h, ignoreTags: [a-*] }').deploy.rules;

function ruleWith(labels: { readonly [label: string]: string }, tags = {}) {
  if (!written) throw new Error('there is always a rule');
  return ruleOfContainer(written, tags, labels);
}

describe('the labels of a container', () => {
  test.each([
    ['deckhand.deploy', 'semver:^1 || ^2', { policy: { name: 'semver', range: '^1 || ^2' } }],
    ['deckhand.policy', 'never', { policy: { name: 'never' } }],
    ['deckhand.matchTag', 'true', { matchTag: true }],
    ['deckhand.matchPreRelease', 'false', { matchPreRelease: false }],
    ['deckhand.allowTags', 'regexp:^v', { allowTags: { kind: 'regexp', regexp: '^v' } }],
    ['deckhand.allowTags', 'any', { allowTags: null }],
    ['deckhand.ignoreTags', 'pr-*, *-dev', { ignoreTags: ['pr-*', '*-dev'] }],
    ['deckhand.pin', 'tag', { pin: 'tag' }],
    ['deckhand.cooldown', '30m', { cooldownMs: 1_800_000 }],
    ['com.example.team', 'web', {}],
    ['deckhand.owner', 'web', {}],
  ])('%s = %s overrides the rule', (label, text, overrides) => {
    expect(ruleWith({ [label]: text })).toEqual({
      rule: { ...written, ...overrides },
      problems: [],
    });
  });

  test('override the tag of the service, which overrides the file', () => {
    const tags = { policy: { name: 'patch' } };

    expect(ruleWith({}, tags).rule.policy).toEqual({ name: 'patch' });
    expect(ruleWith({ 'deckhand.deploy': 'major' }, tags).rule.policy).toEqual({ name: 'major' });
  });

  test.each([
    ['deckhand.deploy', 'minr', 'unknown policy `minr`, did you mean `minor`?'],
    ['deckhand.matchTag', 'yes', 'expected true or false, found `yes`'],
    ['deckhand.pin', 'both', 'expected digest or tag, found `both`'],
    ['deckhand.cooldown', 'soon', 'expected a duration such as 10m, found `soon`'],
    ['deckhand.depoly', 'minor', 'unknown label, did you mean `deckhand.deploy`?'],
    [
      'deckhand.extract',
      '$1',
      'needs a regular expression, in the policy or as allowTags: regexp:…',
    ],
    [
      'deckhand.ignoreTags',
      'a,[b]',
      '`[b]` can never match: in a glob over tags, * is any run and ? any one character; for more use a regexp',
    ],
  ])('%s = %s is told', (label, text, message) => {
    expect(ruleWith({ [label]: text }).problems).toEqual([{ path: label, message }]);
  });

  test('that contradict each other are told', () => {
    const { problems } = ruleWith({ 'deckhand.deploy': 'minor', 'deckhand.policy': 'major' });

    expect(problems).toEqual([
      { path: 'deckhand.policy', message: 'says major, and deckhand.deploy says minor' },
    ]);
  });
});
