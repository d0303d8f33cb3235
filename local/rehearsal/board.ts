import type { SlackMessage } from '../cloud/slack/index.ts';
import { readable } from '../cloud/slack/methods.ts';
import type { Stage } from '../stage.ts';

/** One incident as people see it in the channel. */
export type Seen = {
  readonly title: string;
  readonly posted: string;
  readonly edits: number;
  /** Replies in its thread. */
  readonly replies: number;
  readonly isResolved: boolean;
  readonly message: SlackMessage;
};

/** The messages of `#ops`, oldest first. */
export function boardOf({ cloud }: Stage): readonly Seen[] {
  const messages = cloud.slack.channels.find('#ops')?.messages ?? [];
  return messages
    .filter(({ threadTs }) => threadTs === null)
    .map((message) => ({
      title: readable(message),
      posted: new Date(message.at).toISOString(),
      edits: message.edits,
      replies: messages.filter(({ threadTs }) => threadTs === message.ts).length,
      isResolved: readable(message).startsWith('✅'),
      message,
    }));
}

/** The one message whose title has this text; `null` where there is none, or more than one. */
export function onlyMessage(stage: Stage, text: string): Seen | null {
  const found = boardOf(stage).filter(({ title }) => title.includes(text));
  return found.length === 1 ? (found[0] ?? null) : null;
}
