import { describe, expect, test } from '@jest/globals';
import { matches } from '../../local/cloud/patterns.ts';

const event = {
  source: 'aws.ecs',
  empty: '',
  nothing: null,
  yes: true,
  detail: {
    state: 'Running',
    count: 300,
    ratio: -1.5,
    address: '10.0.0.77',
    address6: '2001:db8::1',
    path: 'a/b/c*d',
    names: ['one', 'two'],
    none: [],
    containers: [
      { name: 'app', exitCode: 137 },
      { name: 'sidecar', exitCode: 0 },
    ],
  },
};

const detail = (pattern: { readonly [field: string]: unknown }) => ({ detail: pattern });

describe('an event pattern', () => {
  test.each<[string, { readonly [field: string]: unknown }, boolean]>([
    ['one of several values', { source: ['aws.ec2', 'aws.ecs'] }, true],
    ['another value', { source: ['aws.ec2'] }, false],
    ['the same word in other letters', { source: ['AWS.ecs'] }, false],
    ['all of several fields', { source: ['aws.ecs'], ...detail({ state: ['Running'] }) }, true],
    ['only one of several fields', { source: ['aws.ecs'], ...detail({ state: ['Off'] }) }, false],
    ['a number', detail({ count: [300] }), true],
    ['a number as text', detail({ count: ['300'] }), false],
    ['true', { yes: [true] }, true],
    ['null', { nothing: [null] }, true],
    ['null for an empty text', { empty: [null] }, false],
    ['an empty text', { empty: [''] }, true],
    ['an empty text for null', { nothing: [''] }, false],
    ['any element of an array', detail({ names: ['two'] }), true],
    ['no element of an array', detail({ names: ['three'] }), false],
    ['a field that is not there', detail({ other: ['x'] }), false],
    ['prefix', detail({ state: [{ prefix: 'Run' }] }), true],
    ['prefix, elsewhere', detail({ state: [{ prefix: 'unn' }] }), false],
    [
      'prefix in any letters',
      detail({ state: [{ prefix: { 'equals-ignore-case': 'rUN' } }] }),
      true,
    ],
    ['suffix', detail({ state: [{ suffix: 'ing' }] }), true],
    ['suffix, elsewhere', detail({ state: [{ suffix: 'Run' }] }), false],
    [
      'suffix in any letters',
      detail({ state: [{ suffix: { 'equals-ignore-case': 'ING' } }] }),
      true,
    ],
    ['equals-ignore-case', detail({ state: [{ 'equals-ignore-case': 'RUNNING' }] }), true],
    ['equals-ignore-case, a part', detail({ state: [{ 'equals-ignore-case': 'RUN' }] }), false],
    ['anything-but one', detail({ state: [{ 'anything-but': 'Off' }] }), true],
    ['anything-but the value', detail({ state: [{ 'anything-but': 'Running' }] }), false],
    ['anything-but a list', detail({ state: [{ 'anything-but': ['Off', 'Running'] }] }), false],
    ['anything-but numbers', detail({ count: [{ 'anything-but': [1, 2] }] }), true],
    ['anything-but the number', detail({ count: [{ 'anything-but': 300 }] }), false],
    ['anything-but, field missing', detail({ other: [{ 'anything-but': 'x' }] }), false],
    ['anything-but a prefix', detail({ state: [{ 'anything-but': { prefix: 'Off' } }] }), true],
    ['anything-but its prefix', detail({ state: [{ 'anything-but': { prefix: 'Run' } }] }), false],
    [
      'anything-but prefixes',
      detail({ state: [{ 'anything-but': { prefix: ['X', 'R'] } }] }),
      false,
    ],
    ['anything-but its suffix', detail({ state: [{ 'anything-but': { suffix: 'ing' } }] }), false],
    ['anything-but a wildcard', detail({ path: [{ 'anything-but': { wildcard: 'a/*' } }] }), false],
    [
      'anything-but in any letters',
      detail({ state: [{ 'anything-but': { 'equals-ignore-case': ['off', 'RUNNING'] } }] }),
      false,
    ],
    ['numeric range', detail({ count: [{ numeric: ['>', 0, '<=', 300] }] }), true],
    ['numeric range, outside', detail({ count: [{ numeric: ['>', 0, '<', 300] }] }), false],
    ['numeric equality', detail({ ratio: [{ numeric: ['=', -1.5] }] }), true],
    ['numeric on text', detail({ state: [{ numeric: ['>', 0] }] }), false],
    ['cidr', detail({ address: [{ cidr: '10.0.0.0/24' }] }), true],
    ['cidr, outside', detail({ address: [{ cidr: '10.0.1.0/24' }] }), false],
    ['cidr of IPv6', detail({ address6: [{ cidr: '2001:db8::/32' }] }), true],
    ['cidr on what is no address', detail({ state: [{ cidr: '10.0.0.0/24' }] }), false],
    ['wildcard', detail({ path: [{ wildcard: 'a/*/c*' }] }), true],
    ['wildcard must fit the whole', detail({ path: [{ wildcard: 'b/*' }] }), false],
    ['wildcard with an escaped star', detail({ path: [{ wildcard: String.raw`a/b/c\*d` }] }), true],
    ['an escaped star is no wildcard', detail({ state: [{ wildcard: String.raw`Run\*` }] }), false],
    ['a dot is no wildcard', { source: [{ wildcard: 'awsXecs' }] }, false],
    ['exists', detail({ state: [{ exists: true }] }), true],
    ['exists, missing', detail({ other: [{ exists: true }] }), false],
    ['not exists', detail({ other: [{ exists: false }] }), true],
    ['not exists, there', detail({ state: [{ exists: false }] }), false],
    ['not exists below what is missing', { lost: { field: [{ exists: false }] } }, true],
    ['exists does not see an object', { detail: [{ exists: true }] }, false],
    ['exists does not see an empty array', detail({ none: [{ exists: true }] }), false],
    ['null exists', { nothing: [{ exists: true }] }, true],
    ['$or, second alternative', { $or: [{ source: ['x'] }, { yes: [true] }] }, true],
    ['$or, none', { $or: [{ source: ['x'] }, { yes: [false] }] }, false],
    [
      '$or besides other fields',
      { source: ['x'], $or: [{ yes: [true] }, { yes: [false] }] },
      false,
    ],
    ['$or below', detail({ $or: [{ count: [1] }, { count: [{ numeric: ['>', 299] }] }] }), true],
    ['one object of an array', detail({ containers: { exitCode: [137] } }), true],
    ['no object of an array', detail({ containers: { exitCode: [1] } }), false],
    [
      'fields of one and the same object of an array',
      detail({ containers: { name: ['sidecar'], exitCode: [137] } }),
      false,
    ],
  ])('%s', (_what, pattern, expected) => {
    expect(matches(pattern, event)).toBe(expected);
  });

  test('with a matcher that EventBridge does not have is an error, not a pattern that never fits', () => {
    expect(() => matches({ source: [{ prefixx: 'aws' }] }, event)).toThrow('prefixx');
    expect(() => matches({ source: 'aws.ecs' }, event)).toThrow('arrays');
  });
});
