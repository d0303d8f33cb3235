import { describe, expect, test } from '@jest/globals';
import { normalise } from '../../shared/config/normalise.ts';
import { readTags, ruleWithTags } from '../../shared/config/tags.ts';

const config = normalise({
  notify: {
    route: { receiver: 'ops' },
    receivers: [
      { name: 'ops', sns: {} },
      { name: 'data', sns: {} },
    ],
  },
});

describe('a tag', () => {
  test.each([
    ['deckhand:restart', 'never', { attempts: 0 }],
    ['deckhand:restart', ' Never ', { attempts: 0 }],
    ['deckhand:restart', '0', { attempts: 0 }],
    ['deckhand:restart', '10', { attempts: 10 }],
    ['deckhand:mode', 'act', { mode: 'act' }],
    ['deckhand:mode', 'observe', { mode: 'observe' }],
    ['deckhand:mode', 'OFF', { mode: 'off' }],
    ['deckhand:cleanup', 'off', { cleanup: 'off' }],
    ['deckhand:cleanup', 'Act', { cleanup: 'act' }],
    ['deckhand:receiver', 'data', { receiver: 'data' }],
    ['team', 'data', {}],
    ['deckhand:deploy', 'semver:1.x', { policy: { name: 'semver', range: '1.x' } }],
    ['deckhand:deploy', 'never', { policy: { name: 'never' } }],
    ['constructor', 'x', {}],
  ])('%s = %s is understood', (key, value, overrides) => {
    expect(readTags({ [key]: value }, config)).toEqual({ overrides, problems: [] });
  });

  test.each([
    ['deckhand:restart', '11', 'expected never or a number from 0 to 10, found `11`'],
    ['deckhand:restart', 'yes', 'expected never or a number from 0 to 10, found `yes`'],
    ['deckhand:restart', '', 'expected never or a number from 0 to 10, found ``'],
    ['deckhand:mode', 'on', 'expected observe, act or off, found `on`'],
    ['deckhand:cleanup', 'of', 'expected observe, act or off, found `of`'],
    ['deckhand:deploy', 'minr', 'unknown policy `minr`, did you mean `minor`?'],
    ['deckhand:receiver', 'dta', 'unknown receiver `dta`, did you mean `data`?'],
    [
      'deckhand:restrat',
      'never',
      'unknown tag `deckhand:restrat`, did you mean `deckhand:restart`?',
    ],
  ])('%s = %s is told, and overrides nothing', (key, value, message) => {
    expect(readTags({ [key]: value }, config)).toEqual({
      overrides: {},
      problems: [{ path: key, message }],
    });
  });

  test('that means nothing leaves the others in force', () => {
    const tags = {
      'deckhand:restart': '2',
      'deckhand:mode': 'perhaps',
      'deckhand:receiver': 'ops',
    };

    const { overrides, problems } = readTags(tags, config);

    expect(overrides).toEqual({ attempts: 2, receiver: 'ops' });
    expect(problems).toHaveLength(1);
  });
});

describe('a rule with tags', () => {
  const [rule] = config.restart.rules;
  if (rule === undefined) throw new Error('there is always a rule');

  const byTag = { actByTag: ['restart'] } as const;

  test('takes attempts and mode from them', () => {
    expect(ruleWithTags(rule, { attempts: 0, mode: 'act' }, byTag)).toEqual({
      ...rule,
      attempts: 0,
      mode: 'act',
    });
  });

  test('only observes where the file does not let tags say otherwise, and says why', () => {
    expect(ruleWithTags(rule, { mode: 'act' }, { actByTag: ['cleanup'] })).toEqual({
      ...rule,
      ignored: 'its tag asks for act, which counts only with actByTag: [restart] in deckhand.yml',
    });
  });

  test('may be taken back by a tag in any case', () => {
    const acting = { ...rule, mode: 'act' } as const;

    expect(ruleWithTags(acting, { mode: 'observe' }, { actByTag: [] })).toEqual(rule);
    expect(ruleWithTags(acting, { mode: 'act' }, { actByTag: [] })).toEqual(acting);
  });

  test('is as it was without them', () => {
    expect(ruleWithTags(rule, {}, byTag)).toEqual(rule);
    expect(ruleWithTags(rule, { mode: 'off' }, byTag)).toEqual(rule);
  });
});
