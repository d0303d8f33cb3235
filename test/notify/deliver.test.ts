import { describe, expect, test } from '@jest/globals';
import type { Receiver } from '../../shared/config/types.ts';
import { BadInput, Unavailable } from '../../shared/core/errors.ts';
import type { Notice } from '../../shared/core/notice.ts';
import { deliverAll as deliver, someChannels } from '../support/channels.ts';
import { aNotice } from '../support/notices.ts';

const slackOnly: Receiver = {
  name: 'ops',
  slack: { channel: '#ops', token: { parameter: '/deckhand/slack-token' } },
};
const snsOnly: Receiver = { name: 'mail', sns: { topicArn: null, format: 'text' } };
const both: Receiver = { ...slackOnly, ...snsOnly, name: 'both' };

const at = (minute: number): string => new Date(Date.UTC(2026, 2, 3, 14, minute)).toISOString();
const fires = (minute: number, given: Partial<Notice> = {}): Notice =>
  aNotice({ at: at(minute), id: `firing-${minute}`, ...given });
const isOver = (minute: number, given: Partial<Notice> = {}): Notice =>
  aNotice({
    at: at(minute),
    id: `over-${minute}`,
    phase: 'resolved',
    title: 'report runs again',
    ...given,
  });

describe('the end of something', () => {
  test('that a receiver was never told of is not told', async () => {
    const channels = someChannels();

    await deliver([isOver(3)], both, channels.world);

    expect(channels.calls).toEqual(['load', 'save']);
  });

  test('is kept, so that a beginning which comes late is told as over', async () => {
    const channels = someChannels();
    await deliver([isOver(3)], slackOnly, channels.world);

    await deliver([fires(2)], slackOnly, channels.world);

    expect(channels.calls).toEqual(['load', 'save', 'load', 'post', 'reply', 'save']);
    expect(channels.said[0]?.message).toMatchObject({ color: '#2f9e44' });
  });

  test('of what was information only is told with it, although both come at once', async () => {
    const channels = someChannels();
    const info = fires(2, { phase: 'info', counts: false, title: 'may be in ALARM' });

    await deliver([info, isOver(3)], slackOnly, channels.world);

    const [message, history] = channels.said.map((one) => one.message);
    expect(message).toMatchObject({ color: '#2f9e44' });
    expect(history?.text).toContain('may be in ALARM');
  });

  test('and what begins after it is told as what it is, and by itself', async () => {
    const channels = someChannels();
    await deliver([isOver(3)], slackOnly, channels.world);

    await deliver([fires(4)], slackOnly, channels.world);

    expect(channels.said.map(({ message }) => message)).toEqual([
      expect.objectContaining({ color: '#e8590c' }),
    ]);
  });
});

describe('delivering to Slack', () => {
  test('a new incident is one post', async () => {
    const channels = someChannels();

    await deliver([fires(2)], slackOnly, channels.world);

    expect(channels.calls).toEqual(['load', 'post', 'wake', 'save']);
    expect(channels.said[0]?.message).toMatchObject({ channel: '#ops', color: '#e8590c' });
  });

  test('what comes next updates the message and goes on in its thread, from the first line on', async () => {
    const channels = someChannels();
    await deliver([fires(2)], slackOnly, channels.world);
    channels.calls.length = 0;

    await deliver([fires(5, { title: 'report in prod gave up' })], slackOnly, channels.world);

    expect(channels.calls).toEqual(['load', 'update', 'reply', 'save']);
    expect(channels.said[2]?.message.text.split('\n')).toEqual([
      expect.stringMatching(/^14:02 UTC ×1 {2}report in prod ran out of memory: /),
      expect.stringMatching(/^14:05 UTC ×2 {2}report in prod gave up: /),
    ]);
  });

  test('ten notices of one incident are one update and one reply', async () => {
    const channels = someChannels();
    await deliver([fires(1)], slackOnly, channels.world);
    channels.calls.length = 0;

    await deliver(
      Array.from({ length: 10 }, (_, minute) => fires(minute + 2)),
      slackOnly,
      channels.world,
    );

    expect(channels.calls).toEqual(['load', 'update', 'reply', 'save']);
    expect(channels.said[1]?.message.text).toContain('×11');
    expect(channels.said[2]?.message.text.split('\n')).toHaveLength(11);
  });

  test('a duplicate costs one look and nothing else', async () => {
    const channels = someChannels();
    await deliver([fires(2)], both, channels.world);
    channels.calls.length = 0;

    await deliver([fires(2), fires(2)], both, channels.world);

    expect(channels.calls).toEqual(['load']);
  });

  test('incidents of one batch each have their own message', async () => {
    const channels = someChannels();

    await deliver([fires(2), fires(3, { incident: 'prod/tally#spot' })], slackOnly, channels.world);

    expect(channels.calls).toEqual([
      ...['load', 'post', 'wake', 'save'],
      ...['load', 'post', 'wake', 'save'],
    ]);
  });

  test('a message that is gone is posted anew, and the conversation goes on there', async () => {
    const channels = someChannels();
    await deliver([fires(2)], slackOnly, channels.world);
    channels.lose({ channel: 'C01', ts: '1.000100' });

    await deliver([fires(5)], slackOnly, channels.world);

    expect(channels.calls.slice(4)).toEqual(['load', 'update', 'post', 'reply', 'save']);
    expect(channels.incidents.get('ops#prod/report#out-of-memory')?.slack?.ts).toBe('2.000100');
  });

  test('an incident that ends turns green in place; when it fires again it gets a new message', async () => {
    const channels = someChannels();
    await deliver([fires(2)], slackOnly, channels.world);

    await deliver([isOver(9), fires(30)], slackOnly, channels.world);

    expect(channels.said.map(({ to }) => to)).toEqual(['post', 'update', 'reply', 'post']);
    expect(channels.said[1]?.message).toMatchObject({ color: '#2f9e44' });
    expect(channels.said[3]?.message).toMatchObject({ color: '#e8590c' });
  });

  test('a storm of 1,000 is one message, counted to the last, with a short history', async () => {
    const channels = someChannels();
    const storm = Array.from({ length: 1_000 }, (_, index) =>
      fires(2, { id: `storm-${index}`, about: `task-${index}` }),
    );

    for (let from = 0; from < 1_000; from += 10) {
      await deliver(storm.slice(from, from + 10), slackOnly, channels.world);
    }

    const replies = channels.said.filter(({ to }) => to === 'reply');
    expect(channels.calls.filter((call) => call === 'post')).toHaveLength(1);
    expect(channels.said.findLast(({ to }) => to === 'update')?.message.text).toContain('×1000');
    expect(replies.length).toBeLessThan(6);
  });
});

describe('delivering to SNS', () => {
  const subjectsAfter = async (
    batches: readonly (readonly Notice[])[],
  ): Promise<readonly (string | null)[]> => {
    const channels = someChannels();
    for (const batch of batches) await deliver(batch, snsOnly, channels.world);
    return channels.mails.map(({ subject }) => subject);
  };

  test('one mail when it opens, one when it is resolved', async () => {
    const subjects = await subjectsAfter([[fires(2)], [fires(3)], [isOver(9)]]);

    expect(subjects).toEqual([
      '[ERROR] report in prod ran out of memory',
      '[RESOLVED] report runs again (x2)',
    ]);
  });

  test('a mail when it gets worse, and none when it gets better', async () => {
    const subjects = await subjectsAfter([
      [fires(2, { severity: 'warning' })],
      [fires(3, { severity: 'critical' })],
      [fires(4, { severity: 'warning' })],
    ]);

    expect(subjects).toEqual([
      '[WARNING] report in prod ran out of memory',
      '[CRITICAL] report in prod ran out of memory (x2)',
    ]);
  });

  test('a mail when the headline is a new one, told once however often it comes back', async () => {
    const restarting = (minute: number) =>
      fires(minute, { title: `restarting, attempt ${minute} of 3` });
    const gaveUp = (minute: number) => fires(minute, { title: 'gave up' });

    const subjects = await subjectsAfter([
      [restarting(1)],
      [restarting(2)],
      [gaveUp(3)],
      [restarting(4)],
      [gaveUp(5)],
    ]);

    expect(subjects).toEqual(['[ERROR] restarting, attempt 1 of 3', '[ERROR] gave up (x3)']);
  });

  test('a storm of 1,000 is told at 1, 10, 100 and 1000', async () => {
    const storm = Array.from({ length: 1_000 }, (_, index) => [fires(2, { id: `storm-${index}` })]);

    const subjects = await subjectsAfter(storm);

    expect(subjects.map((subject) => /\(x(\d+)\)$/.exec(subject ?? '')?.[1] ?? '1')).toEqual([
      '1',
      '10',
      '100',
      '1000',
    ]);
  });

  test('attributes let subscriptions filter', async () => {
    const channels = someChannels();

    await deliver([fires(2)], snsOnly, channels.world);

    expect(channels.mails[0]).toMatchObject({
      topicArn: null,
      attributes: { severity: 'error', state: 'firing', cluster: 'prod', cause: 'out-of-memory' },
    });
  });

  test('a receiver without Slack keeps no lines for a thread', async () => {
    const channels = someChannels();

    await deliver([fires(2), fires(3)], snsOnly, channels.world);

    expect(channels.incidents.get('mail#prod/report#out-of-memory')?.thread.pending).toEqual([]);
  });
});

describe('delivering to a webhook', () => {
  const secret = { parameter: '/deckhand/key' };
  const hookOnly: Receiver = {
    name: 'hook',
    webhook: { url: 'https://events.example.com', secret },
  };
  const everyHour = 'notify: { route: { groupInterval: 0s, repeatInterval: 1h } }';
  const alarm = fires(2, { labels: { kind: 'alarm' } });

  test('each reminder has an id of its own, although it says what the one before it said', async () => {
    const channels = someChannels();

    for (const hours of [0, 1, 2]) {
      channels.setTime(hours * 3_600);
      await deliver([alarm], hookOnly, channels.world, { config: everyHour });
    }

    const [, first, second] = channels.hooks;
    expect(channels.hooks.map(({ body }) => body.event)).toEqual([
      'opened',
      'reminder',
      'reminder',
    ]);
    expect(second?.body).toEqual(first?.body);
    expect(new Set(channels.hooks.map(({ id }) => id)).size).toBe(3);
  });

  test('a message that is repeated after a crash has the same id', async () => {
    const channels = someChannels();
    channels.break('save', new Error('the process died'));
    await expect(deliver([alarm], hookOnly, channels.world)).rejects.toThrow('died');
    channels.mend();

    await deliver([alarm], hookOnly, channels.world);

    const [first, again] = channels.hooks;
    expect(channels.hooks).toHaveLength(2);
    expect(again).toEqual(first);
  });
});

describe('when a channel fails', () => {
  const failing = ['post', 'publish'] as const;

  test.each(failing)(
    'what %s could not tell is told by the next delivery, and nothing twice',
    async (call) => {
      const channels = someChannels();
      channels.break(call);

      await expect(deliver([fires(2)], both, channels.world)).rejects.toThrow(Unavailable);
      channels.mend();
      await deliver([fires(2)], both, channels.world);
      await deliver([fires(2)], both, channels.world);

      expect(channels.said.map(({ to }) => to)).toEqual(['post']);
      expect(channels.mails).toHaveLength(1);
    },
  );

  test.each(['update', 'reply'] as const)('a failed %s is made up for', async (call) => {
    const channels = someChannels();
    await deliver([fires(2)], slackOnly, channels.world);
    channels.break(call);
    await expect(deliver([fires(5)], slackOnly, channels.world)).rejects.toThrow(Unavailable);
    channels.mend();

    await deliver([fires(5)], slackOnly, channels.world);

    expect(channels.said.map(({ to }) => to).sort()).toEqual(['post', 'reply', 'update']);
    expect(channels.said.find(({ to }) => to === 'reply')?.message.text).toContain('14:05 UTC');
  });

  test('a crash before the save repeats the message once, and loses nothing', async () => {
    const channels = someChannels();
    channels.break('save', new Error('the process died'));

    await expect(deliver([fires(2)], slackOnly, channels.world)).rejects.toThrow('died');
    channels.mend();
    await deliver([fires(2)], slackOnly, channels.world);

    expect(channels.said.map(({ to }) => to)).toEqual(['post', 'post']);
  });

  test('one incident that cannot be told does not hold up another', async () => {
    const channels = someChannels();
    const long = fires(2, { title: 'first' });
    const saved = fires(3, { incident: 'prod/tally#spot' });
    await deliver([saved], slackOnly, channels.world);
    channels.break('post');

    const later = deliver(
      [long, fires(4, { incident: 'prod/tally#spot' })],
      slackOnly,
      channels.world,
    );

    await expect(later).rejects.toThrow(Unavailable);
    expect(channels.said.map(({ to }) => to)).toEqual(['post', 'update', 'reply']);
  });

  test('a channel that does not exist is final, and the mail is sent all the same', async () => {
    const channels = someChannels();
    channels.break('post', new BadInput('channel_not_found: #ops'));

    await expect(deliver([fires(2)], both, channels.world)).rejects.toThrow(BadInput);

    expect(channels.mails).toHaveLength(1);
  });

  test('where one failure is final and one is not, trying again is what is asked for', async () => {
    const channels = someChannels();
    channels.break('post', new BadInput('channel_not_found: #ops'));
    channels.break('publish');

    await expect(deliver([fires(2)], both, channels.world)).rejects.toThrow(Unavailable);
  });

  test('an end that could not be told is told before what began after it', async () => {
    const channels = someChannels();
    await deliver([fires(2)], slackOnly, channels.world);
    channels.break('update');
    await expect(deliver([isOver(9), fires(30)], slackOnly, channels.world)).rejects.toThrow();
    channels.mend();

    await deliver([isOver(9), fires(30)], slackOnly, channels.world);

    const shown = channels.said.filter(({ to }) => to !== 'reply');
    expect(shown.map(({ to, message }) => [to, message.color])).toEqual([
      ['post', '#e8590c'],
      ['update', '#2f9e44'],
      ['post', '#e8590c'],
    ]);
  });
});
