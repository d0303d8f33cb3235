import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { explained } from '../../cli/explain.ts';
import { packagedConfig } from '../../shared/config/packaged.ts';
import { deckhand, root } from '../support/cli.ts';

const events = readdirSync(join(root, 'test/events'), { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.json'),
);

describe('deckhand explain', () => {
  test.each(events)('answers for %s', async (file) => {
    const event: unknown = JSON.parse(readFileSync(join(root, 'test/events', file), 'utf8'));

    const { decision } = await explained(event, packagedConfig);

    expect(decision.reasons.length).toBeGreaterThan(0);
    expect(decision.verdict).toMatch(file.startsWith('malformed') ? /^keep$/ : /^\w+$/);
  });

  test('says what stopped a task and what would be decided', async () => {
    const event = 'test/events/task-essential-exit.json';

    const ran = await deckhand(['explain', event]);

    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toMatch(/^task-stopped {2}arn:aws:ecs:/);
    expect(ran.stdout).toMatch(/^Verdict {2}\w+$/m);
    expect(ran.stdout).toMatch(/^Cause .+\(application\)$/m);
  });

  test('--json has the diagnosis of a stopped task in the words of the contract', async () => {
    const { stdout } = await deckhand([
      'explain',
      '--json',
      'test/events/task-essential-exit.json',
    ]);

    expect(JSON.parse(stdout)).toMatchObject({
      signal: { kind: 'task-stopped' },
      diagnosis: {
        cause: expect.any(String),
        class: 'application',
        restartHelps: expect.any(Boolean),
        hint: expect.any(String),
        evidence: expect.any(Array),
      },
      decision: {
        verdict: expect.any(String),
        reasons: expect.any(Array),
        actions: expect.any(Array),
      },
    });
  });
});

describe('wrong input to explain ends with one line', () => {
  test.each([
    [['-'], '{"a": x}', 1, "deckhand: standard input:1:7: not JSON: Unexpected token 'x'\n"],
    [['nowhere.json'], '', 2, 'deckhand: nowhere.json: there is no such file\n'],
    [[], '', 2, "deckhand: missing required argument 'event'\n"],
    [['-', '--config', 'nowhere.yml'], '{}', 2, 'deckhand: nowhere.yml: there is no such file\n'],
  ])('%j', async (words, input, code, stderr) => {
    expect(await deckhand(['explain', ...words], { input })).toEqual({ code, stdout: '', stderr });
  });
});
