import { expect } from '@jest/globals';
import type { SlackMessage } from '../../local/cloud/slack/index.ts';
import { acting, hour, openScene, type Scene, textOf } from '../support/scene.ts';
import { sendNotice } from '../support/send-notice.ts';
import type { Story } from './story.ts';

const graphOf = (service: string) => ({
  widget: JSON.stringify({
    metrics: [['AWS/ECS', 'CPUUtilization', 'ClusterName', 'prod', 'ServiceName', service]],
    annotations: { horizontal: [{ value: 80 }] },
  }),
  region: 'us-east-1',
  sparkline: '▁▂▅█ 12 … 97 (threshold 80)',
  alt: `CPU of ${service} rose above 80 %`,
});

const graph = graphOf('web');

const blocksOf = ({ attachments }: SlackMessage): string => JSON.stringify(attachments);
const picture = (id: string) => `{"type":"image","slack_file":{"id":"${id}"}`;

const openingWith = {
  'noticeDue dynamodb:GetItem': 1,
  'noticeDue dynamodb:Query': 1,
  'noticeDue sqs:SendMessage': 1,
  'noticeDue ssm:GetParameter': 1,
  'noticeDue cloudwatch:GetMetricWidgetImage': 1,
  'noticeDue slack:files.getUploadURLExternal': 1,
  'noticeDue slack:upload': 1,
  'noticeDue slack:files.completeUploadExternal': 1,
  'noticeDue slack:chat.postMessage': 1,
  'noticeDue dynamodb:PutItem': 1,
};

async function alarmed(prepare: (scene: Scene) => void = () => undefined): Promise<Scene> {
  const scene = await openScene();
  prepare(scene);
  await sendNotice(scene, { graph });
  await scene.pass(hour);
  return scene;
}

/** Something goes wrong with the picture, and people are told all the same. */
const inSpiteOf = (what: string, prepare: (scene: Scene) => void, why: string): Story => ({
  name: `${what}: the message has the sparkline, and says why there is no picture`,
  async play() {
    const scene = await alarmed(prepare);

    const [message, ...others] = scene.board();
    expect(others).toEqual([]);
    expect(scene.shown()).toContain(graph.sparkline);
    expect(scene.shown()).toContain(why);
    expect(message && blocksOf(message)).not.toContain('slack_file');
    expect(scene.cloud.sns.published).toEqual([]);
  },
});

/** A notice's graph, on its way into a Slack message. */
export const graphs: readonly Story[] = [
  {
    name: 'a graph is drawn and uploaded once, and stays in the message until it is another one',
    async play() {
      const scene = await alarmed();
      const cost = scene.tally();
      await sendNotice(scene, { graph, title: 'still burning' });
      await scene.pass(hour);
      const afterSame = scene.shown();
      await sendNotice(scene, { graph: graphOf('api'), title: 'another one' });

      await scene.pass(hour);

      const [file] = scene.cloud.slack.files.all;
      expect(cost).toEqual(openingWith);
      expect(file).toMatchObject({ name: 'graph.png', alt: graph.alt });
      expect(file?.bytes?.subarray(1, 4).toString()).toBe('PNG');
      expect(afterSame).toContain('still burning');
      expect(scene.board().map(blocksOf)).toEqual([
        expect.stringContaining(picture('F0000000002')),
      ]);
      expect(scene.cloud.slack.files.all).toHaveLength(2);
      expect(scene.shown()).not.toContain(graph.sparkline);
    },
  },
  {
    name: 'a graph that Slack is not ready to show goes into the thread of a message without it',
    async play() {
      const scene = await alarmed(({ cloud }) => {
        cloud.slack.files.processingMs = 5_000;
      });

      const [message, reply, ...others] = scene.channel.messages;
      expect(others).toEqual([]);
      expect(message && textOf(message)).toContain(graph.sparkline);
      expect(message && blocksOf(message)).not.toContain('slack_file');
      expect(reply).toMatchObject({ threadTs: message?.ts });
      expect(JSON.stringify(reply?.blocks)).toContain(picture('F0000000002'));
      expect(scene.tally()).toMatchObject({ 'noticeDue cloudwatch:GetMetricWidgetImage': 1 });
    },
  },
  {
    name: 'a Slack webhook beside the bot shows the sparkline, as the picture is the bot’s',
    async play() {
      const both = acting('').config?.replace(
        'slack: {',
        'slackWebhook: { urlParameter: /deckhand/hook }, slack: {',
      );
      const scene = await openScene({ config: both ?? '' });
      scene.cloud.ssm.put('/deckhand/hook', scene.cloud.web.slackHooks.add('ops'));
      await sendNotice(scene, { graph });

      await scene.pass(hour);

      const posted = JSON.stringify(scene.cloud.web.slackHooks.posted);
      expect(scene.board().map(blocksOf)).toEqual([
        expect.stringContaining(picture('F0000000001')),
      ]);
      expect(posted).toContain(graph.sparkline);
      expect(posted).not.toContain('slack_file');
    },
  },
  inSpiteOf(
    'CloudWatch draws nothing',
    ({ cloud }) =>
      cloud.faults.sometimes({ service: 'cloudwatch', kind: 'throttle', probability: 1 }),
    'cloudwatch:GetMetricWidgetImage failed',
  ),
  inSpiteOf(
    'the app may not upload',
    ({ cloud }) => cloud.faults.next({ action: 'files.getUploadURLExternal', kind: 'deny' }),
    'files:write',
  ),
  inSpiteOf(
    'the upload fails',
    ({ cloud }) => cloud.faults.next({ action: 'upload', kind: 'server-error' }),
    'file storage',
  ),
];
