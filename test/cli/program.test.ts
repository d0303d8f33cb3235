import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { deckhand, root } from '../support/cli.ts';

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

describe('wrong usage ends with 2 and one line', () => {
  test.each([
    [['chekc'], "deckhand: unknown command 'chekc' (Did you mean check?)\n"],
    [['check', '--jsn'], "deckhand: unknown option '--jsn' (Did you mean --json?)\n"],
    [['--verbose'], "deckhand: unknown option '--verbose'\n"],
    [
      ['check', 'a.yml', 'b.yml'],
      "deckhand: too many arguments for 'check'. Expected 1 argument but got 2: a.yml, b.yml.\n",
    ],
  ])('%j', async (words, line) => {
    expect(await deckhand(words)).toEqual({ code: 2, stdout: '', stderr: line });
  });

  test('but no verb at all is answered with the help', async () => {
    const ran = await deckhand([]);

    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toMatch(/^Usage: deckhand /);
  });
});

describe('what is asked for', () => {
  test('--version prints the version', async () => {
    expect(await deckhand(['--version'])).toEqual({
      code: 0,
      stdout: `${version}\n`,
      stderr: '',
    });
  });

  test('--help shows every verb, with an example of each', async () => {
    const { code, stdout } = await deckhand(['--help']);

    const verbs = [...stdout.matchAll(/^ {2}([a-z]+) (?:\[|<)/gm)].map(([, verb]) => verb);
    expect(code).toBe(0);
    expect(verbs).toContain('check');
    for (const verb of verbs.filter((each) => each !== 'help')) {
      expect(stdout).toContain(`$ deckhand ${verb}`);
    }
  });

  test('check --help has its own example', async () => {
    const { stdout } = await deckhand(['check', '--help']);

    expect(stdout).toContain('$ deckhand check deckhand.yml');
  });
});

describe('output', () => {
  test('is plain when it is piped', async () => {
    const { stdout } = await deckhand(['check'], { env: { CI: '1', TERM: 'xterm-256color' } });

    expect(stripVTControlCharacters(stdout)).toBe(stdout);
  });

  test('ends quietly when its reader has gone', async () => {
    const child = spawn(process.execPath, [join(root, 'cli/deckhand.js'), 'check', '--json']);
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });

    child.stdout.destroy();
    await new Promise((resolve) => child.on('close', resolve));

    expect(stderr).toBe('');
  });
});
