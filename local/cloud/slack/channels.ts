import type { Kernel } from '../types.ts';

/** A message as people see it now. `edits` counts how often it was updated in place. */
export type SlackMessage = {
  readonly ts: string;
  readonly at: number;
  readonly threadTs: string | null;
  text: string;
  blocks: readonly unknown[];
  attachments: readonly unknown[];
  edits: number;
};

export type SlackChannel = {
  readonly id: string;
  readonly name: string;
  /** Oldest first, replies in threads included. */
  readonly messages: SlackMessage[];
};

export type SlackContent = Pick<SlackMessage, 'text' | 'blocks' | 'attachments'>;

/** The workspace: its channels and what was written in them. */
export function createChannels(kernel: Kernel) {
  const channels = new Map<string, SlackChannel>();
  let sequence = 0;

  function add(name: string): SlackChannel {
    const id = `C${`${channels.size + 1}`.padStart(10, '0')}`;
    const channel = { id, name: name.replace(/^#/, ''), messages: [] };
    channels.set(id, channel);
    return channel;
  }

  /** By id, `#name` or name. */
  const find = (reference: string): SlackChannel | undefined =>
    channels.get(reference) ??
    [...channels.values()].find(({ name }) => name === reference.replace(/^#/, ''));

  function post(
    channel: SlackChannel,
    content: SlackContent,
    threadTs: string | null,
  ): SlackMessage {
    const at = kernel.time.now();
    sequence += 1;
    const ts = `${Math.floor(at / 1000)}.${`${sequence}`.padStart(6, '0')}`;
    const message = { ts, at, threadTs, edits: 0, ...content };
    channel.messages.push(message);
    return message;
  }

  return { add, find, post, all: (): readonly SlackChannel[] => [...channels.values()] };
}

export type Channels = ReturnType<typeof createChannels>;
