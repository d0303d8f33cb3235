import { afterEach, describe, expect, test } from '@jest/globals';
import type { StageOptions } from '../../local/stage.ts';
import { day, digestsIn, sweeping } from '../support/cleanups.ts';
import { deckhand } from '../support/cli.ts';
import { ends, hour, minute, reportFailsOnce, titleOf } from '../support/scene.ts';
import { sendNotice } from '../support/send-notice.ts';
import { type Served, serve } from '../support/served.ts';

/** Each of these starts several processes of their own. */
const longestMs = 180_000;
type Verdict = { readonly decision: { readonly verdict: string } };

const opened: Served[] = [];

async function aStack(options: StageOptions = {}): Promise<Served> {
  const served = await serve(options);
  opened.push(served);
  return served;
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ close }) => close()));
});

describe('a stack is found by its outputs', () => {
  test(
    'one that is not there is told in one line, with exit code 1',
    async () => {
      const stack = await aStack();

      const ran = await stack.deckhand('status', '--stage', 'prod');

      expect(ran).toEqual({
        code: 1,
        stdout: '',
        stderr:
          'deckhand: there is no stack deckhand-prod in us-east-1: give --stage and --region, or deploy it first\n',
      });
    },
    longestMs,
  );

  test(
    'without credentials it says how to get some',
    async () => {
      const env = {
        AWS_ACCESS_KEY_ID: '',
        AWS_SECRET_ACCESS_KEY: '',
        AWS_PROFILE: '',
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
        AWS_CONFIG_FILE: '/nowhere',
      };

      const ran = await deckhand(['status'], { env });

      expect(ran.code).toBe(1);
      expect(ran.stderr).toMatch(/^deckhand: no AWS credentials .*aws sso login\n$/);
    },
    longestMs,
  );
});

describe('stop and start', () => {
  test(
    'a stop keeps tasks from being restarted and is told in chat; a start is, too',
    async () => {
      const stack = await aStack();
      stack.play('report', ends(1));

      const stopped = await stack.deckhand('stop', '--by', 'ann', '--why', 'a test', '--json');
      await stack.runTask();
      await stack.pass(10 * minute);
      const restarts = stack.restarts().length;
      const started = await stack.deckhand('start', '--by', 'ben', '--json');
      await stack.pass(minute);

      expect(JSON.parse(stopped.stdout)).toMatchObject({ stopped: true, by: 'ann', why: 'a test' });
      expect(JSON.parse(started.stdout)).toMatchObject({ stopped: false, was: { by: 'ann' } });
      expect(restarts).toBe(0);
      expect(stack.cloud.sns.published.map(({ subject }) => subject)).toEqual([
        expect.stringContaining('deckhand-dev: stopped by ann'),
        expect.stringContaining('deckhand-dev: acts again, started by ben'),
      ]);
    },
    longestMs,
  );
});

describe('status', () => {
  test(
    'tells the incidents that are open, and no others, and what waits in the queues',
    async () => {
      const stack = await aStack();
      stack.play('report', ends(137), ends(137, 30 * minute));
      await stack.runTask();
      await stack.pass(5 * minute);

      const during = JSON.parse((await stack.deckhand('status', '--json')).stdout);
      await stack.deckhand('stop', '--why', 'a test');
      const people = await stack.deckhand('status');

      expect(during).toMatchObject({ stack: 'deckhand-dev', region: 'us-east-1', stopped: null });
      expect(during.incidents).toMatchObject([{ receiver: 'ops', severity: 'warning', count: 1 }]);
      expect(during.queues.map(({ queue }: { queue: string }) => queue)).toEqual([
        'later',
        'cleanup',
        'notices',
        'failed',
        'undelivered',
      ]);
      expect(people.stdout).toMatch(/stopped by \S+ at \S+Z: a test/);
    },
    longestMs,
  );

  test(
    'says of an incident that its receiver could not be told yet',
    async () => {
      const config = 'notify: { receivers: [{ name: ops, slack: { channel: "#ops" } }] }';
      const stack = await aStack({ config });
      stack.cloud.slack.refusals.set('chat.postMessage', 'internal_error');
      await sendNotice(stack, { title: 'CPU is high' });
      await stack.pass(minute);

      const { stdout } = await stack.deckhand('status');

      expect(stdout).toMatch(/CPU is high +×1 +not told ops yet/);
    },
    longestMs,
  );

  test(
    'an incident that is over is no longer open',
    async () => {
      const stack = await aStack();
      await reportFailsOnce(stack);
      await stack.pass(30 * minute);

      const { stdout } = await stack.deckhand('status', '--json');

      expect(JSON.parse(stdout).incidents).toEqual([]);
    },
    longestMs,
  );
});

describe('history and replay', () => {
  test(
    'what was decided is listed newest first, and can be decided again',
    async () => {
      const stack = await aStack();
      await reportFailsOnce(stack);
      await stack.pass(30 * minute);
      const all = ['history', '--before', '2026-03-04T00:00:00Z', '--since', '2d', '--json'];

      const { stdout } = await stack.deckhand(...all);
      const records = JSON.parse(stdout);
      const times = records.map(({ decidedAt }: { decidedAt: string }) => decidedAt);

      expect(times.length).toBeGreaterThan(1);
      expect(times).toEqual([...times].sort().reverse());
      expect(records.map(({ decision }: Verdict) => decision.verdict)).toContain('restart');
      const observed = await deckhand(
        ['replay', '-', '--config', 'examples/minimal.yml', '--json'],
        {
          input: stdout,
        },
      );
      expect(JSON.parse(observed.stdout)).toMatchObject({
        records: records.length,
        changed: [0, 1].map(() => ({
          playbook: 'restart',
          was: { verdict: 'restart' },
          would: { verdict: 'report', actions: ['notify'] },
        })),
        unread: [],
      });
    },
    longestMs,
  );

  test(
    'people read why nothing was done, and not the last of all the reasons',
    async () => {
      const config = 'mode: observe\nnotify: { receivers: [{ name: ops, sns: {} }] }';
      const stack = await aStack({ config });
      await reportFailsOnce(stack);
      await stack.pass(10 * minute);

      const { stdout } = await stack.deckhand('history', '--before', '2026-03-04T00:00:00Z');

      expect(stdout).toMatch(/report .*mode is observe/);
    },
    longestMs,
  );
});

describe('redrive', () => {
  test(
    'a notice whose channel was missing is told there once it exists, although the fallback knew of it',
    async () => {
      const config = 'notify: { receivers: [{ name: ops, slack: { channel: "#later" } }] }';
      const stack = await aStack({ config });
      await sendNotice(stack, { title: 'CPU is high' });
      await stack.pass(minute);
      const told = stack.cloud.sns.published.map(({ subject }) => subject);
      const channel = stack.cloud.slack.channels.add('#later');

      const ran = await stack.deckhand('redrive', '--json');
      await stack.pass(minute);

      expect(told).toEqual(['[ERROR] CPU is high']);
      expect(JSON.parse(ran.stdout)).toContainEqual({ queue: 'undelivered', putBack: 1, left: 0 });
      expect(channel.messages.map(titleOf)).toEqual(['🟠 CPU is high']);
    },
    longestMs,
  );

  test(
    'an update that came due while its channel was gone is told there once it is back',
    async () => {
      const config = 'notify: { receivers: [{ name: ops, slack: { channel: "#ops" } }] }';
      const stack = await aStack({ config });
      await sendNotice(stack, { id: 'first', title: 'CPU is high' });
      await stack.pass(1_000);
      await sendNotice(stack, { id: 'second', title: 'CPU is higher' });
      await stack.pass(1_000);
      stack.cloud.slack.refusals.set('chat.update', 'channel_not_found');
      await stack.pass(10 * minute);
      stack.cloud.slack.refusals.clear();

      const ran = await stack.deckhand('redrive', '--json');
      await stack.pass(minute);

      expect(JSON.parse(ran.stdout)).toContainEqual({ queue: 'undelivered', putBack: 1, left: 0 });
      expect(stack.titles()).toEqual(['🟠 CPU is higher (×2)']);
    },
    longestMs,
  );

  test(
    'an event that Lambda gave up goes back to its function; what nobody could read stays',
    async () => {
      const stack = await aStack();
      const { queues, lambda, template } = stack.cloud;
      const [failed] = [...queues.queues.values()].filter(({ name }) => /FailedQueue/.test(name));
      if (!failed) throw new Error('the stack has no failed queue');
      const [fn] = template.functions.filter(({ name }) => name === 'taskStopped');
      const record = {
        requestContext: {
          functionArn: `${fn?.functionArn}:$LATEST`,
          condition: 'RetriesExhausted',
        },
        requestPayload: { id: 'an event of the past', detail: {} },
      };
      queues.send(failed, { body: JSON.stringify(record) });
      queues.send(failed, { body: 'no JSON' });

      const ran = await stack.deckhand('redrive', '--json');
      await stack.pass(minute);

      expect(ran.code).toBe(1);
      expect(JSON.parse(ran.stdout)).toEqual([
        { queue: 'failed', putBack: 1, left: 1 },
        { queue: 'undelivered', putBack: 0, left: 0 },
      ]);
      expect(lambda.invocations.map((one) => one.function)).toContain('taskStopped');
      expect(failed.messages.length).toBeGreaterThan(0);
    },
    longestMs,
  );

  test(
    'a cleanup that failed for good goes back to its own queue, and is made up for',
    async () => {
      const stack = await serve(sweeping());
      opened.push(stack);
      stack.cloud.ecr.push({ repository: 'shop/web', tag: '1' });
      stack.cloud.faults.sometimes({
        ...{ principal: 'cleanupDue', service: 'ecr', kind: 'server-error', probability: 1 },
      });
      await stack.pass(2 * day + 6 * hour);
      const before = await digestsIn(stack);
      stack.cloud.faults.clear();

      const ran = await stack.deckhand('redrive', '--json');
      await stack.pass(hour);

      expect(before).toHaveLength(1);
      expect(JSON.parse(ran.stdout)).toContainEqual(
        expect.objectContaining({ queue: 'failed', left: 0 }),
      );
      expect(await digestsIn(stack)).toEqual([]);
    },
    longestMs,
  );
});
