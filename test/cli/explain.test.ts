import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { deckhand, root } from '../support/cli.ts';

const events = readdirSync(join(root, 'test/events'))
  .filter((file) => file.endsWith('.json'))
  .map((file) => `test/events/${file}`);

describe('deckhand explain', () => {
  test('--json answers for every event AWS sends', async () => {
    const silent: string[] = [];
    const waiting = [...events];

    async function answerAll(): Promise<void> {
      for (let event = waiting.shift(); event; event = waiting.shift()) {
        const { code, stdout, stderr } = await deckhand(['explain', '--json', event]);
        const { decision } = JSON.parse(stdout);
        const isAnswer = stderr === '' && (code === 0 || code === 1) && decision.reasons.length > 0;
        if (!isAnswer) silent.push(`${event}: ${code} ${stderr}`);
      }
    }
    await Promise.all([answerAll(), answerAll(), answerAll()]);

    expect(events.length).toBeGreaterThan(20);
    expect(silent).toEqual([]);
  }, 60_000);

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
