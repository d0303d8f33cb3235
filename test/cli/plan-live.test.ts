import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { day, runs, sweeping } from '../support/cleanups.ts';
import { deckhand } from '../support/cli.ts';
import { serve } from '../support/served.ts';

/** Each of these starts several processes of their own. */
const longestMs = 180_000;

const tidyUp: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(tidyUp.splice(0).map((close) => close()));
});

/** A stack whose repository `shop/web` has an image that a task definition uses, an index in use by nobody, and a new one. */
async function aStack() {
  const options = sweeping();
  const stack = await serve({
    ...options,
    config: options.config?.replace('rate(1 day)', 'rate(300 days)') ?? '',
  });
  const folder = mkdtempSync(join(tmpdir(), 'deckhand-'));
  const file = join(folder, 'deckhand.yml');
  writeFileSync(file, options.config ?? '');
  tidyUp.push(stack.close, async () => rmSync(folder, { recursive: true }));
  const push = (tag: string, platforms: readonly string[] = []) =>
    stack.cloud.ecr.push({ repository: 'shop/web', tag, platforms });
  const used = push('1');
  const idle = push('2', ['linux/amd64']);
  await runs(stack, 'web', stack.cloud.ecr.uri('shop/web', '1'));
  await stack.pass(2 * day);
  const fresh = push('3');
  const now = new Date(stack.cloud.time.now()).toISOString();
  return {
    ...{ stack, folder, used, idle, fresh },
    plan: (...words: readonly string[]) =>
      stack.deckhand('plan', 'cleanup', '--config', file, '--now', now, ...words),
  };
}

describe('deckhand plan cleanup --repository', () => {
  test(
    'plans as a run would, with the evidence of each use, and leaves no trace',
    async () => {
      const { stack, plan, used, idle, fresh } = await aStack();
      const before = stack.cloud.calls.length;

      const { stdout, stderr, code } = await plan('--repository', 'shop/web', '--json');

      const asked = stack.cloud.calls.slice(before).map(({ action }) => action);
      const printed = JSON.parse(stdout);
      expect(printed).toEqual({
        delete: [
          { digest: idle, tags: ['2'], rule: 1, action: 'expire' },
          { digest: expect.any(String), tags: [], rule: 1, action: 'expire' },
        ],
        keep: [
          { digest: used, tags: ['1'], because: 'in use: task definition web:1' },
          { digest: fresh, tags: ['3'], because: 'protected: pushed less than 1h ago' },
        ],
        hold: null,
      });
      expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
      expect(
        asked.filter((action) => !/^(Describe|List|Get|Batch(Get|Describe))/.test(action)),
      ).toEqual([]);
    },
    longestMs,
  );

  test(
    'shows people a table, and what holds it with exit code 1',
    async () => {
      const { stack, plan } = await aStack();
      stack.cloud.faults.sometimes({ service: 'states', kind: 'deny', probability: 1 });

      const { stdout, code } = await plan('--repository', 'shop/web');

      expect(stdout).toContain('shop/web in us-east-1, mode act');
      expect(stdout).toMatch(/held +sha256:[0-9a-f]{12} +2 +2d ago/);
      expect(stdout).toMatch(/keep +sha256:[0-9a-f]{12} +1 .*in use: task definition web:1/);
      expect(stdout).toContain('Held, nothing goes: state-machine: not allowed to call');
      expect(code).toBe(1);
    },
    longestMs,
  );

  test(
    'tries a policy on a repository that no rule covers, and says in a line what is wrong with a wrong one',
    async () => {
      const { stack, plan, folder } = await aStack();
      stack.cloud.ecr.push({ repository: 'tools/web', tag: '1' });
      const policy = join(folder, 'policy.json');
      const selection = {
        tagStatus: 'any',
        countType: 'sinceImagePushed',
        countUnit: 'days',
        countNumber: 1,
      };
      const rules = [{ rulePriority: 1, selection, action: { type: 'expire' } }];
      writeFileSync(policy, JSON.stringify({ rules }));

      const uncovered = await plan('--repository', 'tools/web');
      const tried = await plan('--repository', 'tools/web', '--policy', policy, '--json');
      const missing = await plan('--repository', 'tools/gone', '--policy', policy);
      const both = await deckhand(['plan', 'cleanup', '--repository', 'a', '--images', 'b']);
      const neither = await deckhand(['plan', 'cleanup']);

      expect(uncovered).toMatchObject({ stdout: '', code: 1 });
      expect(uncovered.stderr).toMatch(
        /^deckhand: \d+\/us-east-1: no cleanup rule covers tools\/web; add one to cleanup.rules.*\n$/,
      );
      // The default caps keep the last five images of a repository.
      expect(JSON.parse(tried.stdout)).toMatchObject({ delete: [], keep: [{ tags: ['1'] }] });
      expect(missing.stderr).toMatch(
        /^deckhand: \d+\/us-east-1: there is no repository tools\/gone\n$/,
      );
      expect(both).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('leave out --images'),
      });
      expect(neither).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('give --repository'),
      });
    },
    longestMs,
  );
});
