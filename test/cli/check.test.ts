import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { load } from '../../shared/config/load.ts';
import { deckhand } from '../support/cli.ts';

let directory = '';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'deckhand-check-'));
});

afterAll(async () => {
  await rm(directory, { recursive: true });
});

async function file(text: string): Promise<string> {
  const path = join(directory, 'written.yml');
  await writeFile(path, text);
  return path;
}

const wrong = 'mode: obsrve\nrestart: { atempts: 3 }\n';

describe('deckhand check', () => {
  test('of a good file says what it comes to, and ends with 0', async () => {
    const path = await file(`
mode: act
restart:
  rules: [{ match: { cluster: prod-*, family: report-* }, attempts: 5, spotFallback: FARGATE }]
notify: { receivers: [{ name: ops, slack: { channel: "#ops" } }] }
`);

    const ran = await deckhand(['check', path]);

    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toBe(
      `${path} is ok: does what it decides (mode act)\n` +
        '  cluster prod-*, family report-*  act: 5 attempts, 10s to 5m apart; after Spot on FARGATE; ' +
        'crash loop at 3 stops in 10m: notify\n' +
        '  all other tasks                  act: 3 attempts, 10s to 5m apart; crash loop at 3 stops in 10m: notify\n' +
        '  budget                           10 restarts per cluster in 10m\n' +
        '  notices                          to ops\n' +
        '  ops                              Slack #ops\n',
    );
  });

  test('says what is rolled out, and that it acts where only rollouts do', async () => {
    const path = await file(`
deploy:
  rules: [{ match: { repository: shop/* }, mode: act, policy: "semver:^1", cooldown: 10m, scan: {} }]
`);

    const { stdout } = await deckhand(['check', path]);

    expect(stdout).toContain('ok: does what it decides where the mode is act');
    expect(stdout).toMatch(
      / repository shop\/\* +act: rolled out by semver:\^1; 10m after the push; scanned: no CRITICAL\n/,
    );
    expect(stdout).toMatch(/ all other images +never rolled out\n/);
  });

  test('does not say that nothing is changed where tags may say so', async () => {
    const ran = await deckhand(['check', await file('actByTag: [restart, cleanup]\n')]);

    expect(ran.stdout).toContain('where a tag says act (actByTag: restart, cleanup)');
    expect(ran.stdout).not.toContain('changes nothing');
  });

  test('says what is cleaned up, and what of a policy is hardly meant', async () => {
    const selection =
      '{ tagStatus: tagged, tagPatternList: [dev*, pr*], countType: imageCountMoreThan, countNumber: 9 }';
    const path = await file(`
cleanup:
  rules:
    - match: { repository: shop/* }
      lifecyclePolicy: { rules: [{ rulePriority: 1, selection: ${selection}, action: { type: expire } }] }
`);

    const { stdout } = await deckhand(['check', path]);

    expect(stdout).toMatch(
      / repository shop\/\* +observe: cleaned up by 1 rule; in use within 30d stays; at most 500 images and 50 % in one run\n/,
    );
    expect(stdout).toMatch(/ shop\/\*: rule 1: wants a tag for each of dev\*, pr\* on one image/);
  });

  test('of a wrong file prints one problem a line, and ends with 1', async () => {
    const ran = await deckhand(['check', await file(wrong)]);

    expect(ran).toEqual({
      code: 1,
      stdout:
        'mode: expected one of observe, act, found `obsrve`, did you mean `observe`?\n' +
        'restart.atempts: unknown key `atempts`, did you mean `attempts`?\n',
      stderr: '',
    });
  });

  test('of what is no YAML says where', async () => {
    const ran = await deckhand(['check', await file('mode: [act\n')]);

    expect(ran).toMatchObject({ code: 1, stderr: '' });
    expect(ran.stdout).toMatch(/^2:1: .+\n$/);
  });

  test('without a file reads deckhand.yml here', async () => {
    const ran = await deckhand(['check']);

    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toMatch(/^deckhand\.yml is ok: /);
  });

  test('of - reads standard input', async () => {
    const ran = await deckhand(['check', '-'], { input: 'mode: act' });

    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toMatch(/^The configuration is ok: does what it decides/);
  });

  test.each([
    ['nowhere.yml', 'deckhand: nowhere.yml: there is no such file\n'],
    ['cli', 'deckhand: cli: is a directory, not a file\n'],
  ])('of %s ends with 2 and one line', async (path, line) => {
    const ran = await deckhand(['check', path]);

    expect(ran).toEqual({ code: 2, stdout: '', stderr: line });
  });
});

describe('deckhand check --json', () => {
  test('prints the configuration as code sees it', async () => {
    const ran = await deckhand(['check', '--json', '-'], { input: 'mode: act' });

    const loaded = load('mode: act');
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(ran.stdout)).toEqual({
      ok: true,
      problems: [],
      config: loaded.ok && loaded.config,
    });
  });

  test('prints the problems, and ends with 1', async () => {
    const ran = await deckhand(['check', '-', '--json'], { input: wrong });

    expect(ran).toMatchObject({ code: 1, stderr: '' });
    expect(JSON.parse(ran.stdout)).toEqual({
      ok: false,
      problems: [
        {
          path: 'mode',
          message: 'expected one of observe, act, found `obsrve`, did you mean `observe`?',
        },
        { path: 'restart.atempts', message: 'unknown key `atempts`, did you mean `attempts`?' },
      ],
      config: null,
    });
  });
});
