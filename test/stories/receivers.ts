import { expect } from '@jest/globals';
import type { FaultKind } from '../../local/cloud/faults.ts';
import type { StageOptions } from '../../local/stage.ts';
import type { Cost } from '../support/costs.ts';
import { ends, hour, minute, openScene, reportFailsOnce, type Scene } from '../support/scene.ts';
import { sendNotice } from '../support/send-notice.ts';
import type { Story } from './story.ts';

const routingKey = 'R0123456789012345678901234567890';
const signingKey = 'local-signing-key';
const address = 'https://events.example.com/deckhand';

/** A `deckhand.yml` that acts and tells this one receiver. */
const telling = (channels: string, mode = 'act'): StageOptions => ({
  config: `
mode: ${mode}
notify:
  receivers: [{ name: ops, ${channels} }]
`,
});

const onPagerDuty = telling('pagerduty: { routingKeyParameter: /deckhand/pagerduty }');
const onWebhook = `webhook: { url: "${address}", secretSecret: "deckhand/webhook#signingKey" }`;
const onSlackWebhook = telling('slackWebhook: { urlParameter: /deckhand/slack-webhook }');

async function withPagerDuty(options = onPagerDuty): Promise<Scene> {
  const scene = await openScene(options);
  scene.cloud.ssm.put('/deckhand/pagerduty', routingKey, 'SecureString');
  return scene;
}

async function withWebhook(mode = 'act') {
  const scene = await openScene(telling(onWebhook, mode));
  scene.cloud.secrets.put('deckhand/webhook', JSON.stringify({ signingKey }));
  const hook = scene.cloud.web.hooks.listen(address, signingKey);
  return { scene, hook };
}

async function withSlackWebhook(): Promise<Scene> {
  const scene = await openScene(onSlackWebhook);
  scene.cloud.ssm.put('/deckhand/slack-webhook', scene.cloud.web.slackHooks.add('ops'));
  return scene;
}

/** What telling cost, whatever else Deckhand did. */
const costOfTelling = (scene: Scene) =>
  Object.fromEntries(
    Object.entries(scene.tally()).filter(([call]) => call.startsWith('noticeDue')),
  );

/** Three notices: planned, restarted, ended well. Each is read and written; the secret is read by each process. */
const threeDeliveries = (calls: Cost, secret: string, news = 3) => ({
  // Three tellings; the second waits for the group interval. Wake-ups for it and for a reminder.
  'noticeDue dynamodb:GetItem': 4,
  'noticeDue dynamodb:PutItem': 4,
  'noticeDue dynamodb:Query': 3,
  'noticeDue sqs:SendMessage': 2,
  [`noticeDue ${secret}`]: news,
  ...calls,
});

const subjects = ({ cloud }: Scene) => cloud.sns.published.map(({ subject }) => subject);
const mails = ({ cloud }: Scene) => cloud.sns.published.map(({ message }) => message).join('\n');

/** Nothing of a secret stands in what was told, kept or logged. */
function expectUntold(scene: Scene, secret: string): void {
  const { calls, timeline, sns, deadLetters, web } = scene.cloud;
  const seen = [
    calls.filter(({ service, invocation }) => invocation > 0 && service !== 'ssm'),
    ...[timeline, sns.published, deadLetters(), web.slackHooks.posted],
  ];
  expect(JSON.stringify(seen)).not.toContain(secret);
}

const outage = (kind: FaultKind, words: string): Story => ({
  name: `${words}: it is told once that it is over, and wakes nobody up for that`,
  async play() {
    const scene = await withPagerDuty();
    await reportFailsOnce(scene);
    scene.cloud.faults.sometimes({ service: 'pagerduty', kind, probability: 1 });
    await scene.pass(10 * minute);
    const during = scene.cloud.web.pagerduty.alerts.length;
    scene.cloud.faults.clear();

    await scene.pass(hour);

    expect(during).toBe(0);
    expect(scene.cloud.web.pagerduty.alerts).toEqual([]);
    expect(scene.cloud.sns.published).toEqual([]);
    expect(scene.cloud.deadLetters()).toEqual([]);
    const failed = scene.cloud.calls.filter(
      ({ service, outcome }) => service === 'pagerduty' && outcome !== 'ok',
    );
    expect(failed.length).toBeGreaterThan(1);
    expect(resolvesOf(scene)).toHaveLength(1);
  },
});

const resolvesOf = ({ cloud }: Scene) =>
  cloud.calls.filter(({ input, outcome }) => input.event_action === 'resolve' && outcome === 'ok');

/** Every kind of receiver, from the beginning of an incident to its end. */
export const receivers: readonly Story[] = [
  {
    name: 'PagerDuty gets one alert, which opens with the trouble and is resolved with it',
    async play() {
      const scene = await withPagerDuty();
      await reportFailsOnce(scene);
      await scene.pass(3.7 * minute);
      const [opened] = scene.cloud.web.pagerduty.alerts.map((alert) => ({ ...alert }));

      await scene.pass(hour);

      const [alert, ...others] = scene.cloud.web.pagerduty.alerts;
      expect(opened).toMatchObject({
        status: 'triggered',
        key: expect.stringMatching(/^deckhand\/123456789012\/us-east-1\//),
        payload: { severity: 'warning', source: 'report', group: 'prod' },
      });
      expect(others).toEqual([]);
      expect(alert?.status).toBe('resolved');
      expectUntold(scene, routingKey);
      expect(costOfTelling(scene)).toEqual(
        threeDeliveries({ 'noticeDue pagerduty:enqueue': 3 }, 'ssm:GetParameter'),
      );
    },
  },
  outage('throttle', 'PagerDuty is asked too often'),
  outage('server-error', 'PagerDuty is down'),
  outage('network', 'PagerDuty cannot be reached'),
  {
    name: "a routing key that PagerDuty does not know has everything told to the stack's own topic, with where the key is",
    async play() {
      const scene = await withPagerDuty();
      scene.cloud.web.pagerduty.routingKeys.add('another-routing-key-of-32-digits');
      await reportFailsOnce(scene);

      await scene.pass(hour);

      expect(subjects(scene)).toHaveLength(3);
      expect(mails(scene)).toContain('/deckhand/pagerduty');
      expectUntold(scene, routingKey);
      expect(scene.cloud.deadLetters()).toHaveLength(3);
    },
  },
  {
    name: 'what never was trouble wakes nobody up',
    async play() {
      const scene = await withPagerDuty();
      await sendNotice(scene, { phase: 'info', severity: 'info' });

      await scene.pass(minute);

      expect(scene.tally()).toEqual({
        'noticeDue dynamodb:GetItem': 1,
        'noticeDue dynamodb:PutItem': 1,
        'noticeDue dynamodb:Query': 1,
      });
      expect(scene.cloud.web.pagerduty.alerts).toEqual([]);
    },
  },
  {
    name: 'a webhook gets signed JSON, once for each news, with the key from Secrets Manager',
    async play() {
      const { scene, hook } = await withWebhook();
      await reportFailsOnce(scene);

      await scene.pass(hour);

      expect(hook.taken.map(({ body }) => body)).toMatchObject([
        { version: '1', event: 'opened', receiver: 'ops', incident: { state: 'firing', count: 1 } },
        { event: 'headline', incident: { state: 'firing' } },
        { event: 'resolved', incident: { state: 'resolved', resolvedAt: expect.any(String) } },
      ]);
      expectUntold(scene, signingKey);
      expect(scene.cloud.sns.published).toEqual([]);
      expect(costOfTelling(scene)).toEqual(
        threeDeliveries({ 'noticeDue webhook:post': 3 }, 'secretsmanager:GetSecretValue'),
      );
    },
  },
  {
    name: 'a webhook whose answer is lost gets the same message again, under the same id',
    async play() {
      const { scene, hook } = await withWebhook('observe');
      scene.cloud.faults.next({ service: 'webhook', kind: 'lost-answer' });
      scene.play('report', ends(1));
      await scene.runTask();

      await scene.pass(hour);

      const posts = scene.cloud.calls.filter(({ service }) => service === 'webhook');
      expect(posts).toHaveLength(2);
      expect(hook.taken.map(({ body }) => body.event)).toEqual(['opened']);
      expect(scene.cloud.sns.published).toEqual([]);
    },
  },
  {
    name: "a webhook that leads elsewhere is not followed; the stack's own topic is told",
    async play() {
      const { scene, hook } = await withWebhook();
      hook.status = 302;
      await reportFailsOnce(scene);

      await scene.pass(hour);

      expect(hook.taken).toEqual([]);
      expect(mails(scene)).toContain('HTTP status 302');
      expect(mails(scene)).not.toContain('elsewhere.example');
    },
  },
  {
    name: 'a Slack webhook, which can update nothing, posts what is news',
    async play() {
      const scene = await withSlackWebhook();
      await reportFailsOnce(scene);

      await scene.pass(hour);

      const { posted } = scene.cloud.web.slackHooks;
      expect(posted.map(({ attachments }) => JSON.stringify(attachments))).toEqual([
        expect.stringContaining('restarting, attempt 1 of 3'),
        expect.stringContaining('restarted, attempt 1 of 3'),
        expect.stringContaining('ended well'),
      ]);
      expect(costOfTelling(scene)).toEqual(
        threeDeliveries({ 'noticeDue slack-webhook:post': 3 }, 'ssm:GetParameter'),
      );
    },
  },
  {
    name: "a Slack webhook that is gone is told to the stack's own topic, and its address to nobody",
    async play() {
      const scene = await withSlackWebhook();
      scene.cloud.web.slackHooks.break('ops', 'no_service');
      await reportFailsOnce(scene);

      await scene.pass(hour);

      expect(subjects(scene)).toHaveLength(3);
      expect(mails(scene)).toContain('no_service');
      expectUntold(scene, 'hooks.slack.com/services');
    },
  },
  {
    name: 'Amazon Q gets custom notifications, one thread for the incident',
    async play() {
      const scene = await openScene(telling('sns: { format: amazonQ }'));
      await reportFailsOnce(scene);

      await scene.pass(hour);

      const sent = scene.cloud.sns.published.map(({ message }) => JSON.parse(message));
      expect(sent).toMatchObject([
        { version: '1.0', source: 'custom', content: { textType: 'client-markdown' } },
        { metadata: { additionalContext: { state: 'firing' } } },
        { metadata: { additionalContext: { state: 'resolved' } } },
      ]);
      expect(new Set(sent.map(({ metadata }) => metadata.threadId)).size).toBe(1);
      expect(subjects(scene)).toEqual([null, null, null]);
    },
  },
  {
    name: 'a FIFO topic takes a message once, although the process died before it was written down',
    async play() {
      const topic = 'arn:aws:sns:us-east-1:123456789012:ops.fifo';
      const scene = await openScene(telling(`sns: { topicArn: "${topic}" }`, 'observe'));
      scene.cloud.sns.createTopic('ops.fifo');
      scene.cloud.faults.next({ service: 'sns', kind: 'crash-after' });
      scene.play('report', ends(1));
      await scene.runTask();

      await scene.pass(hour);

      const published = scene.cloud.calls.filter(({ action }) => action === 'Publish');
      expect(published.map(({ outcome }) => outcome)).toEqual(['ok', 'ok']);
      expect(subjects(scene)).toEqual([expect.stringContaining('would be restarted')]);
      expect(scene.cloud.deadLetters()).toEqual([]);
    },
  },
  {
    name: 'a channel that fails holds up no other of the same receiver, and catches up by itself',
    async play() {
      const scene = await withPagerDuty(
        telling('sns: {}, pagerduty: { routingKeyParameter: /deckhand/pagerduty }'),
      );
      scene.cloud.faults.next({ service: 'pagerduty', kind: 'throttle' });
      await reportFailsOnce(scene);

      await scene.pass(3.7 * minute);
      const early = [subjects(scene).length, scene.cloud.web.pagerduty.alerts.length];
      await scene.pass(hour);

      expect(early).toEqual([1, 0]);
      expect(new Set(subjects(scene)).size).toBe(subjects(scene).length);
      expect(resolvesOf(scene)).toHaveLength(1);
    },
  },
];
