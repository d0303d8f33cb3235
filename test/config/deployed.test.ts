import { describe, expect, test } from '@jest/globals';
import { deployed } from '../../shared/config/stack/deployed.ts';
import { yml } from '../support/config.ts';

const acting = yml(`
restart:
  mode: act
  rules: [{ match: { cluster: prod-*, family: a }, mode: act }, { match: { cluster: stage, family: b } }, { match: {}, mode: observe }]
`);

describe('a template', () => {
  test('loses what no feature asks for, in lists and by name, and every mark', () => {
    const document = {
      statements: [
        { when: 'restart', Action: 'a' },
        { when: 'deletion', Action: 'b' },
        { Action: 'c' },
      ],
      one: { when: ['deletion', 'restart'], is: 'there' },
      other: { when: ['deletion', 'archival'], is: 'gone' },
    };

    expect(deployed(document, acting)).toEqual({
      statements: [{ Action: 'a' }, { Action: 'c' }],
      one: { is: 'there' },
    });
  });

  test('has one text for each name that a scope stands for', () => {
    const document = {
      Resource: { 'Fn::Sub': `x:\${AWS::Region}:{restart.clusters}/{restart.families}` },
      List: ['{restart.clusters}', 'y'],
      None: ['y', '{topics}'],
    };

    expect(deployed(document, acting)).toEqual({
      Resource: ['prod-*/a', 'prod-*/b', 'stage/a', 'stage/b'].map((name) => ({
        'Fn::Sub': `x:\${AWS::Region}:${name}`,
      })),
      List: ['prod-*', 'stage', 'y'],
      None: ['y'],
    });
  });

  test('reserves for a function what the configuration does, and for no other', () => {
    const config = yml('reservedConcurrency: { taskStopped: 20 }');
    const functions = { taskStopped: { timeout: 30 }, taskLaunched: { timeout: 30 } };

    expect(deployed({ functions }, config)).toEqual({
      functions: {
        taskStopped: { timeout: 30, reservedConcurrency: 20 },
        taskLaunched: { timeout: 30 },
      },
    });
  });

  test('keeps what only looks like a scope', () => {
    const document = { Input: '{"call":{"id":"x"}}', Sub: `\${Table}`, n: null, f: false };

    expect(deployed(document, acting)).toEqual(document);
  });

  test.each([
    [{ when: 'restarts' }, 'there is no feature restarts'],
    ['{restart.cluster}', 'nothing is called {restart.cluster}'],
  ])('with the slip %j is an error that names it', (document, words) => {
    expect(() => deployed(document, acting)).toThrow(words);
  });
});
