import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readTemplate } from '../local/cloud/template/index.ts';
import { asModule, type Bundles, bundled, root } from './support/bundles.ts';
import { yml } from './support/config.ts';
import { sendNotice } from './support/send-notice.ts';
import { type Served, serve } from './support/served.ts';

const config = `
mode: act
notify:
  route: { receiver: ops }
  receivers:
    - { name: ops, slack: { channel: "#ops", tokenParameter: /deckhand/slack-token } }
`;

const { functions } = readTemplate(readFileSync(join(root, 'serverless.yml'), 'utf8'), {
  config: yml(config),
  readFile: () => ({}),
});

let bundles: Bundles;
let stack: Served;

beforeAll(async () => {
  [bundles, stack] = await Promise.all([bundled(yml(config)), serve({ config })]);
}, 60_000);

afterAll(async () => {
  rmSync(bundles.folder, { recursive: true });
  await stack.close();
});

/** Invokes a bundled function in a process of its own, which finds AWS and Slack at the local cloud's address. */
async function invoke(name: string, event: unknown): Promise<unknown> {
  const fn = functions.find(({ handler }) => handler === `functions/${name}.handler`);
  const bundle = join(bundles.folder, `${name}.mjs`);
  const local = stack.env.AWS_ENDPOINT_URL;
  const { stdout } = await asModule(
    `const web = globalThis.fetch;
     globalThis.fetch = (url, init) => web(String(url).replace('https://slack.com', '${local}'), init);
     const { handler } = await import(${JSON.stringify(bundle)});
     const context = { functionName: '${name}', getRemainingTimeInMillis: () => 30_000 };
     console.log(JSON.stringify({ answer: await handler(${JSON.stringify(event)}, context) }));`,
    {
      ...fn?.environment,
      ...stack.env,
      POWERTOOLS_LOG_LEVEL: 'SILENT',
      POWERTOOLS_METRICS_DISABLED: 'true',
    },
  );
  return JSON.parse(stdout).answer;
}

test('what is packaged tells people in Slack', async () => {
  await sendNotice(stack, { title: 'report ran out of memory' });
  const [queue] = [...stack.cloud.queues.queues.values()].filter(({ name }) =>
    /Notices.*fifo/.test(name),
  );
  const [{ id = '', body = '' } = {}] = queue?.messages ?? [];
  const record = {
    ...JSON.parse(readFileSync(join(root, 'test/events/notice-due.json'), 'utf8')),
    messageId: id,
    body,
  };

  const answer = await invoke('notice-due', { Records: [record] });

  expect(answer).toEqual({ batchItemFailures: [] });
  expect(stack.shown()).toContain('report ran out of memory');
}, 60_000);
