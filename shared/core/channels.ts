import type { SecretRef } from '../config/types/receivers.ts';
import type { Json } from './json.ts';
import type { Known } from './known.ts';

export type JsonObject = { readonly [field: string]: Json | undefined };

export type SlackBlock = JsonObject;

/** A PNG, for the workspace of the bot that the token is of. */
export type SlackPicture = {
  readonly token: SecretRef;
  readonly name: string;
  /** For people who do not see it; most 1,000 characters. */
  readonly alt: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
};

export type Graphs = {
  /** A CloudWatch metric widget as PNG, or why there is none. `widget` is its JSON. */
  readonly draw: (widget: string, region: string) => Promise<Known<Uint8Array<ArrayBuffer>>>;
};

export type SlackWebhook = {
  /** Posts to the channel that the webhook belongs to. Throws `Unavailable` or `BadInput`. */
  readonly post: (
    url: SecretRef,
    message: {
      readonly text: string;
      readonly color?: string;
      readonly blocks: readonly SlackBlock[];
    },
  ) => Promise<void>;
};

export type PagerDuty = {
  /**
   * Sends an event to the service that the routing key belongs to. `key` says which alert it is about:
   * within this account and region, events with the same key are about the same one.
   */
  readonly send: (routingKey: SecretRef, key: string, event: PagerDutyEvent) => Promise<void>;
};

/** An event of PagerDuty's Events API v2, but for the keys. */
export type PagerDutyEvent =
  | { readonly event_action: 'resolve' }
  | {
      readonly event_action: 'trigger';
      readonly payload: JsonObject;
      readonly links: readonly JsonObject[];
    };

export type Webhook = {
  /**
   * Posts JSON, signed with the secret. `id` is the same for every repetition of the same message.
   * A 2xx is taken as delivered.
   */
  readonly post: (
    target: { readonly url: string | SecretRef; readonly secret: SecretRef },
    id: string,
    body: JsonObject,
  ) => Promise<void>;
};

export type Sns = {
  /** `topicArn: null` is the stack's own topic. */
  readonly publish: (message: {
    readonly topicArn: string | null;
    /** `null` where no person reads it. */
    readonly subject: string | null;
    readonly text: string;
    readonly attributes: Readonly<{ [name: string]: string }>;
    /** Of FIFO topics: what belongs to one conversation is told in its order. */
    readonly conversation: string;
    /** The same when the message is repeated; a FIFO topic takes each once within five minutes. */
    readonly id: string;
  }) => Promise<void>;
};
