import { isBody } from '../protocols/json.ts';
import type { Body, Kernel } from '../types.ts';
import type { Channels, SlackChannel, SlackContent, SlackMessage } from './channels.ts';
import type { Files } from './files.ts';
import { refusalOf } from './limits.ts';
import { SlackRefusal } from './refusal.ts';

export type Method = (input: Body) => Body;

/** The Web API methods that a notifier needs. Source: docs.slack.dev, Web API reference. */
export function createMethods(
  channels: Channels,
  files: Files,
  kernel: Kernel,
): { readonly [method: string]: Method } {
  function channelOf(input: Body): SlackChannel {
    const channel = channels.find(String(input.channel ?? ''));
    if (!channel) throw new SlackRefusal('channel_not_found');
    return channel;
  }

  return {
    'auth.test': () => ({
      user: 'deckhand',
      user_id: 'U0000000001',
      bot_id: 'B0000000001',
      team: 'local',
    }),

    'chat.postMessage': (input) => {
      const channel = channelOf(input);
      const content = contentOf(input, files);
      const threadTs = typeof input.thread_ts === 'string' ? input.thread_ts : null;
      if (threadTs !== null && !byTs(channel, threadTs)) throw new SlackRefusal('thread_not_found');
      const message = channels.post(channel, content, threadTs);
      kernel.tell('slack', readable(message), {
        channel: `#${channel.name}`,
        ts: message.ts,
        threadTs,
      });
      return { channel: channel.id, ts: message.ts, message: asRead(message) };
    },

    'chat.update': (input) => {
      const channel = channelOf(input);
      // Unlike chat.postMessage, it wants the channel's ID.
      if (channel.id !== input.channel) throw new SlackRefusal('channel_not_found');
      const message = byTs(channel, input.ts);
      if (!message) throw new SlackRefusal('message_not_found');
      const content = contentOf(input, files);
      message.text = content.text;
      message.blocks = content.blocks;
      if (input.attachments !== undefined) message.attachments = content.attachments;
      message.edits += 1;
      kernel.tell('slack', readable(message), {
        channel: `#${channel.name}`,
        ts: message.ts,
        edits: message.edits,
      });
      return { channel: channel.id, ts: message.ts, text: message.text, message: asRead(message) };
    },

    'files.getUploadURLExternal': files.uploadUrl,

    'files.completeUploadExternal': (input) => {
      const done = files.complete(input);
      if (input.channel_id !== undefined) {
        const channel = channelOf({ channel: input.channel_id });
        const threadTs = typeof input.thread_ts === 'string' ? input.thread_ts : null;
        const blocks = done.map(({ id }) => ({ type: 'image', slack_file: { id } }));
        channels.post(channel, { text: '', blocks, attachments: [] }, threadTs);
      }
      return { files: done.map(({ id, name }) => ({ id, title: name })) };
    },

    'conversations.history': (input) => {
      const tops = channelOf(input).messages.filter(({ threadTs }) => threadTs === null);
      return { messages: newestFirst(tops, input.limit).map(asRead), has_more: false };
    },

    'conversations.replies': (input) => {
      const { messages } = channelOf(input);
      const thread = messages.filter(
        ({ ts, threadTs }) => ts === input.ts || threadTs === input.ts,
      );
      if (thread.length === 0) throw new SlackRefusal('thread_not_found');
      return { messages: thread.map(asRead), has_more: false };
    },
  };
}

function byTs(channel: SlackChannel, ts: unknown): SlackMessage | undefined {
  return channel.messages.find((message) => message.ts === ts);
}

function newestFirst(messages: readonly SlackMessage[], limit: unknown): readonly SlackMessage[] {
  return messages.toReversed().slice(0, limit === undefined ? 100 : Number(limit));
}

/** What a notification of the message says: its text, or an attachment's fallback. */
export function readable({ text, attachments }: SlackContent): string {
  const [first] = attachments;
  const hasFallback = typeof first === 'object' && first !== null && 'fallback' in first;
  return asShown(text || (hasFallback ? String(first.fallback) : ''));
}

/** Slack is sent `&gt;` and shows `>`. */
const asShown = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

function contentOf(input: Body, files: Files): SlackContent {
  const content = {
    text: typeof input.text === 'string' ? input.text.slice(0, 40_000) : '',
    blocks: listOf(input.blocks),
    attachments: listOf(input.attachments),
  };
  const refusal = refusalOf(content);
  if (refusal) throw new SlackRefusal(refusal.error, refusal.details);
  const inAttachments = content.attachments.map((one) => (isBody(one) ? listOf(one.blocks) : []));
  const problems = [content.blocks, ...inAttachments].flatMap(files.problems);
  if (problems.length > 0) throw new SlackRefusal('invalid_blocks', problems);
  return content;
}

/** Forms carry lists as JSON text. */
function listOf(value: unknown): readonly unknown[] {
  const list: unknown = typeof value === 'string' && value !== '' ? JSON.parse(value) : value;
  return Array.isArray(list) ? list : [];
}

const asRead = (message: SlackMessage): Body => ({
  type: 'message',
  user: 'U0000000001',
  bot_id: 'B0000000001',
  ts: message.ts,
  text: message.text,
  ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
  ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
  ...(isBody(message.attachments[0]) ? { attachments: message.attachments } : {}),
  ...(message.edits > 0 ? { edited: { user: 'U0000000001' } } : {}),
});
