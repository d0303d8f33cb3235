import type { NotifyConfig, Receiver } from '../config/types.ts';
import type { Notice } from '../core/notice.ts';

/** Who is told when the configuration names nobody: the stack's own topic. */
const ownTopic: Receiver = { name: 'default', sns: { topicArn: null } };

/**
 * Who is told: the receiver that the resource's own tag asks for (label `receiver`), or else the
 * route's. A tag that names nobody we know falls back to the route, so that a typing error silences
 * nothing.
 */
export function receiversFor(notice: Notice, notify: NotifyConfig): readonly Receiver[] {
  const asked = receiverNamed(notice.labels.receiver, notify);
  return [asked ?? receiverNamed(notify.route.receiver, notify) ?? ownTopic];
}

/**
 * The notice with a field that says so, where its tag asks for a receiver that is not in the
 * configuration.
 */
export function addressed(notice: Notice, notify: NotifyConfig): Notice {
  const asked = notice.labels.receiver;
  if (asked === undefined || receiverNamed(asked, notify)) return notice;
  const value = `"${asked}" is not among the receivers in deckhand.yml; told here instead`;
  return { ...notice, fields: [...notice.fields, { name: 'Receiver', value }] };
}

const receiverNamed = (
  name: string | undefined,
  { receivers }: NotifyConfig,
): Receiver | undefined => receivers.find((receiver) => receiver.name === name);
