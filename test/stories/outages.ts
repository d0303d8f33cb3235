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
  threadOf,
} from '../support/scene.ts';
import type { Story } from './story.ts';

const mails = ({ cloud }: Scene) =>
  cloud.sns.published.map(({ subject, message }) => `${subject}\n${message}`);

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
      expect(scene.cloud.deadLetters()).toEqual([]);
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
  slackComesBack('server-error', 'Slack is down for ten minutes'),
  slackComesBack('throttle', 'Slack answers 429 for ten minutes'),
  slackComesBack('network', 'Slack cannot be reached for ten minutes'),
  {
    name: "Slack is down for an hour: the stack's own topic is told instead, and nothing is lost",
    async play() {
      const scene = await whileSlack('server-error', hour);

      expect(scene.titles()).toEqual([]);
      expect(mails(scene).join()).toMatch(/RESOLVED[\s\S]*Not told to ops:/);
      expect(scene.cloud.deadLetters()).toEqual([]);
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
