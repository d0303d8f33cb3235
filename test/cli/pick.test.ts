import { describe, expect, test } from '@jest/globals';
import { deckhand } from '../support/cli.ts';

const pick = (words: string, input?: string) =>
  deckhand(['pick', ...words.split(' ').filter(Boolean)], input === undefined ? {} : { input });

describe('deckhand pick', () => {
  test('says which tag follows, and what became of each', async () => {
    const ran = await pick('--policy minor --current 1.2.3 1.2.4 1.3.0 2.0.0 latest 1.3.1-soci');

    expect(ran).toEqual({
      code: 0,
      stderr: '',
      stdout:
        '1.2.3 is followed by 1.3.0\n' +
        '  yes  1.3.0       is the newest that may follow 1.2.3\n' +
        '  no   2.0.0       has another major version, which minor does not go to\n' +
        '  no   1.2.4       is newer than 1.2.3, not as new as 1.3.0\n' +
        '  no   latest      `latest` is no version such as 1.2.3\n' +
        '  no   1.3.1-soci  is a tag of signatures, indexes or protected images\n',
    });
  });

  test('--json has the pick and the reasons, and nothing else', async () => {
    const { stdout, code } = await pick('--policy semver:^1 --current 1.9.0 1.8.0 --json');

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      pick: null,
      reasons: [
        { rule: 'a newer image is there', holds: false, because: 'nothing newer may follow 1.9.0' },
        { rule: '1.8.0', holds: false, because: 'is older than 1.9.0' },
      ],
    });
  });

  test('reads tags from standard input, one a line', async () => {
    const { stdout } = await pick('--policy patch --current 1.2.3 --json', '1.2.4\n1.2.10\n');

    expect(JSON.parse(stdout).pick).toBe('1.2.10');
  });

  test('takes tags from both where - stands among them', async () => {
    const { stdout } = await pick(
      '--policy patch --current 1.2.3 1.2.11 - --json',
      '1.2.4\n1.2.10\n',
    );

    expect(JSON.parse(stdout).pick).toBe('1.2.11');
  });

  test.each([
    ['--match-pre-release=false', '1.3.0-rc.1'],
    ['--match-pre-release true', null],
    ['--match-pre-release=false --ignore-tags *-rc.*,*-dev', null],
    ['--match-pre-release=false --ignore-tags *-dev --ignore-tags *-rc.*', null],
    ['--match-pre-release=false --allow-tags regexp:^2', null],
    ['--match-pre-release=false --match-tag', null],
  ])('heeds %s', async (options, expected) => {
    const { stdout } = await pick(`--policy minor --current 1.2.3 1.3.0-rc.1 --json ${options}`);

    expect(JSON.parse(stdout).pick).toBe(expected);
  });

  test('compares what --extract says', async () => {
    const { stdout } = await pick(
      '--policy numerical --allow-tags regexp:^m-\\w+-(?P<ts>\\d+)$ --extract $ts --current m-f-9 m-a-10 --json',
    );

    expect(JSON.parse(stdout).pick).toBe('m-a-10');
  });

  test('sees by digests that a tag was moved', async () => {
    const [one, other] = ['a', 'b'].map((letter) => `latest@sha256:${letter.repeat(64)}`);

    const { stdout } = await pick(`--policy digest --current ${one} ${other} --json`);

    expect(JSON.parse(stdout).pick).toBe('latest');
  });

  test.each([
    [
      '--policy minr --current 1.2.3 1',
      '--policy minr: unknown policy `minr`, did you mean `minor`?',
    ],
    [
      '--policy minor --current 1.2.3 a:b',
      'a:b: is no tag; tags have letters, digits and _ . -, at most 128 of them',
    ],
    [
      '--policy minor --current a/b 1',
      '--current a/b: is no tag; tags have letters, digits and _ . -, at most 128 of them',
    ],
    ['--policy minor 1', "required option '--current <tag>' not specified"],
    [
      '--policy regexp:(?=a) --current a b',
      "--policy regexp:(?=a): `(?=a)` is not a regular expression of RE2's: invalid or unsupported Perl syntax: `(?=`",
    ],
    [
      '--policy minor --current 1.2.3 --match-pre-release maybe 1',
      '--match-pre-release maybe: expected true or false',
    ],
    [
      '--policy minor --current 1.2.3 --extract $1 1',
      '--extract $1: needs a regular expression, in the policy or as allowTags: regexp:…',
    ],
    [
      '--policy minor --current 1.2.3 --ignore-tags [a] 1',
      '--ignore-tags: `[a]` can never match: in a glob over tags, * is any run and ? any one character; for more use a regexp',
    ],
  ])('%s is wrong usage, told in one line', async (words, complaint) => {
    expect(await pick(words)).toEqual({ code: 2, stdout: '', stderr: `deckhand: ${complaint}\n` });
  });

  test('a line of standard input that is no tag is wrong input', async () => {
    const ran = await pick('--policy minor --current 1.2.3', '1.2.4\na:b\n');

    expect(ran).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'deckhand: standard input: a:b: is no tag; tags have letters, digits and _ . -, at most 128 of them\n',
    });
  });
});
