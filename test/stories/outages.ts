import { expect } from '@jest/globals';
import type { FaultKind } from '../../local/cloud/faults.ts';
import {
  acting,
  endedWell,
  hour,
  minute,
  openScene,
  reportFailsOnce,
  type Scene,
  textOf,
  threadOf,
  titleOf,
} from '../support/scene.ts';
import { sendNotice } from '../support/send-notice.ts';
import type { Story } from './story.ts';

const mails = ({ cloud }: Scene) =>
  cloud.sns.published.map(({ subject, message }) => `${subject}\n${message}`);

/** A second receiver, which is told what `ops` could not be. */
const withStandby = (channel: string) => {
  const standby = '    - { name: standby, slack: { channel: "#standby" } }\n  fallback: standby';
  return { config: acting(standby).config?.replace('#ops', channel) ?? '' };
};

/** The notices that their receiver could not be told, each as it was. */
const keptIn = ({ cloud }: Scene): readonly string[] =>
  cloud.deadLetters().map(({ body }) => String(JSON.parse(body).notice.title));

/** What a story is disturbed by while it goes on. */
async function whileSlack(kind: FaultKind, forMs: number): Promise<Scene> {
  const scene = await openScene();
  await reportFailsOnce(scene);
  await scene.pass(2 * minute);
  scene.cloud.faults.sometimes({ service: 'slack', kind, probability: 1 });
  await scene.pass(forMs);
  scene.cloud.faults.clear();
  await scene.pass(2 * hour);
  return scene;
}

const slackComesBack = (kind: FaultKind, words: string): Story => ({
  name: `${words}: people are told once it is over, with nothing left out and nothing said twice`,
  async play() {
    const scene = await whileSlack(kind, 10 * minute);

    expect(scene.titles()).toEqual([endedWell]);
    expect(threadOf(scene)).toEqual([
      expect.stringMatching(/restarting[\s\S]*restarted[\s\S]*ended well/),
    ]);
    expect(scene.cloud.sns.published).toEqual([]);
    expect(scene.cloud.deadLetters()).toEqual([]);
  },
});

/** Receivers that cannot be reached now, or never will be. */
export const outages: readonly Story[] = [
  {
    name: "a channel that does not exist has everything told to the stack's own topic, with why",
    async play() {
      const scene = await openScene({
        config: acting('').config?.replace('#ops', '#elsewhere') ?? '',
      });
      await reportFailsOnce(scene);

      await scene.pass(hour);

      const headlines = ['restarting, attempt 1 of 3', 'restarted, attempt 1 of 3', 'ended well'];
      expect(mails(scene)).toEqual(headlines.map((text) => expect.stringContaining(text)));
      expect(mails(scene).join()).toContain('channel_not_found');
      expect(keptIn(scene)).toHaveLength(3);
      expect(scene.tally()).toMatchObject({ 'noticeDue slack:chat.postMessage': 3 });
    },
  },
  {
    name: 'a token that was revoked is told, with what to do about it',
    async play() {
      // The restart, which is told as well, comes after this story.
      const later = 'restart: { backoff: { initialDelay: 5m, jitter: none } }';
      const scene = await openScene(acting(later));
      scene.cloud.slack.tokens.add('xoxb-another');
      await reportFailsOnce(scene);

      await scene.pass(3.7 * minute);

      expect(mails(scene)).toEqual([expect.stringContaining('/deckhand/slack-token')]);
      expect(scene.tally()).toMatchObject({
        'noticeDue ssm:GetParameter': 1,
        'noticeDue slack:chat.postMessage': 1,
        'noticeDue sns:Publish': 1,
      });
    },
  },
  {
    name: 'the receiver that notify.fallback names is told what another could not be, and the notices are kept as well',
    async play() {
      const scene = await openScene(withStandby('#elsewhere'));
      const standby = scene.cloud.slack.channels.add('#standby');
      await reportFailsOnce(scene);

      await scene.pass(hour);

      const [message, ...replies] = standby.messages;
      expect(message && titleOf(message)).toBe(endedWell);
      expect(message && textOf(message)).toMatch(/Not told to ops.*channel_not_found/);
      expect(replies.length).toBeGreaterThan(0);
      expect(mails(scene)).toEqual([]);
      expect(keptIn(scene)).toEqual([
        expect.stringContaining('restarting, attempt 1 of 3'),
        expect.stringContaining('restarted, attempt 1 of 3'),
        expect.stringContaining('ended well'),
      ]);
    },
  },
  {
    name: 'where the fallback never can be told either, every notice is kept, and none holds up those after it',
    async play() {
      const scene = await openScene(withStandby('#elsewhere'));

      await sendNotice(scene);
      await scene.pass(5 * minute);
      const first = keptIn(scene);
      await reportFailsOnce(scene);
      await scene.pass(6 * hour);

      expect(first).toHaveLength(1);
      expect(scene.channel.messages).toEqual([]);
      expect(mails(scene)).toEqual([]);
      expect(keptIn(scene)).toHaveLength(4);
    },
  },
  {
    name: 'a fallback that cannot be reached now is told when it can be, and only then are the notices put aside',
    async play() {
      const scene = await openScene(withStandby('#elsewhere'));
      const standby = scene.cloud.slack.channels.add('#standby');
      scene.cloud.faults.sometimes({ service: 'slack', kind: 'network', probability: 1 });

      await sendNotice(scene);
      await scene.pass(30 * minute);
      const during = scene.cloud.deadLetters();
      scene.cloud.faults.clear();
      await scene.pass(hour);

      expect(during).toEqual([]);
      expect(standby.messages.map(titleOf)).toHaveLength(1);
      expect(keptIn(scene)).toHaveLength(1);
    },
  },
  {
    name: 'Slack is asked again just when it wanted to be',
    async play() {
      const scene = await openScene();
      scene.cloud.slack.retryAfterSeconds = 47;
      scene.cloud.faults.next({ service: 'slack', kind: 'throttle' });

      await sendNotice(scene);
      await scene.pass(hour);

      const asked = scene.cloud.calls.filter(({ action }) => action === 'chat.postMessage');
      const [first, second, ...others] = asked;
      expect(others).toEqual([]);
      expect(Math.floor((Number(second?.at) - Number(first?.at)) / 1_000)).toBe(47);
      expect(scene.titles()).toHaveLength(1);
    },
  },
  {
    name: 'an answer of 200 that is not ok is a failure: people are told when Slack can again',
    async play() {
      const scene = await openScene();
      scene.cloud.slack.refusals.set('chat.postMessage', 'internal_error');

      await sendNotice(scene);
      await scene.pass(10 * minute);
      const during = scene.titles();
      scene.cloud.slack.refusals.clear();
      await scene.pass(5 * minute);

      expect(during).toEqual([]);
      expect(scene.titles()).toHaveLength(1);
      expect(scene.cloud.sns.published).toEqual([]);
      expect(scene.cloud.deadLetters()).toEqual([]);
    },
  },
  ...['edit_window_closed', 'cant_update_message'].map((error) => ({
    name: `a message that Slack lets nobody edit any more (${error}) is posted anew, and goes on there`,
    async play() {
      const scene = await openScene();
      await sendNotice(scene, { id: 'fires', title: 'CPU is high' });
      await scene.pass(minute);
      scene.cloud.slack.refusals.set('chat.update', error);

      await sendNotice(scene, { id: 'goes-on', title: 'CPU is still high' });
      await scene.pass(minute);
      scene.cloud.slack.refusals.clear();
      await sendNotice(scene, { id: 'over', phase: 'resolved', counts: false, title: 'is fine' });
      await scene.pass(minute);

      expect(scene.titles()).toEqual(['🟠 CPU is high', '✅ is fine (×2)']);
      const repliedTo = scene.channel.messages.flatMap(({ threadTs }) => threadTs ?? []);
      expect(new Set(repliedTo)).toEqual(new Set([scene.board()[1]?.ts]));
      expect(scene.cloud.deadLetters()).toEqual([]);
    },
  })),
  slackComesBack('server-error', 'Slack is down for ten minutes'),
  slackComesBack('throttle', 'Slack answers 429 for ten minutes'),
  slackComesBack('network', 'Slack cannot be reached for ten minutes'),
  {
    name: "Slack is down for an hour: the stack's own topic is told instead, and nothing is lost",
    async play() {
      const scene = await whileSlack('server-error', hour);

      expect(scene.titles()).toEqual([]);
      expect(mails(scene).join()).toMatch(/RESOLVED[\s\S]*Not told to ops:/);
      expect(keptIn(scene).length).toBeGreaterThan(0);
    },
  },
  {
    name: 'a message that a person deleted is posted anew when there is more to tell',
    async play() {
      const scene = await openScene();
      await reportFailsOnce(scene);
      await scene.pass(3.7 * minute);

      scene.channel.messages.length = 0;
      await scene.pass(hour);

      expect(scene.titles()).toEqual([endedWell]);
      expect(scene.cloud.deadLetters()).toEqual([]);
      expect(scene.tally()).toMatchObject({ 'noticeDue slack:chat.update': 2 });
    },
  },
];
