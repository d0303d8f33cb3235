import type { Receiver } from '../config/types.ts';
import type { Incident } from '../core/incident.ts';
import type { World } from '../core/world.ts';
import { newsOf, toldTo } from './news.ts';
import { amazonQMessage } from './render/amazon-q.ts';
import { pagerDutyEvent } from './render/pagerduty.ts';
import { slackMessage } from './render/slack.ts';
import { subjectOf, textOf } from './render/text.ts';
import { webhookBody } from './render/webhook.ts';
import { severityOf, stateOf } from './severity.ts';
import { shortHash } from './short-hash.ts';

/** Channels that cannot update what they said, and so say only what is news. */
export type NewsChannels = Pick<World, 'slackWebhook' | 'sns' | 'pagerduty' | 'webhook'>;

export async function postToSlackWebhook(
  incident: Incident,
  { slackWebhook }: Receiver,
  world: NewsChannels,
): Promise<Incident> {
  if (!slackWebhook || !newsOf(incident, 'slackWebhook')) return incident;
  // A picture belongs to the bot's workspace, and a webhook may be of another.
  const { graph: _, ...withoutPicture } = incident;
  await world.slackWebhook.post(slackWebhook.url, slackMessage(withoutPicture));
  return toldTo('slackWebhook', incident);
}

export async function publish(
  incident: Incident,
  { name, sns }: Receiver,
  world: NewsChannels,
): Promise<Incident> {
  if (!sns || !newsOf(incident, 'sns')) return incident;
  const said =
    sns.format === 'amazonQ'
      ? { subject: null, text: JSON.stringify(amazonQMessage(incident)) }
      : { subject: subjectOf(incident), text: textOf(incident) };
  const attributes = attributesOf(incident, name);
  const told = { topicArn: sns.topicArn, ...said, attributes };
  const id = idOf(incident, told);
  await world.sns.publish({ ...told, conversation: incident.key, id });
  return toldTo('sns', incident);
}

/** What never was trouble is nothing to wake people for, and nothing would ever resolve it. */
export async function sendToPagerDuty(
  incident: Incident,
  { pagerduty }: Receiver,
  world: NewsChannels,
): Promise<Incident> {
  const isTrouble = stateOf(incident) === 'firing' || incident.trouble !== undefined;
  if (!pagerduty || !isTrouble || !newsOf(incident, 'pagerduty')) return incident;
  await world.pagerduty.send(pagerduty.routingKey, incident.key, pagerDutyEvent(incident));
  return toldTo('pagerduty', incident);
}

export async function postToWebhook(
  incident: Incident,
  { name, webhook }: Receiver,
  world: NewsChannels,
): Promise<Incident> {
  const news = webhook ? newsOf(incident, 'webhook') : null;
  if (!webhook || !news) return incident;
  const body = webhookBody(incident, news, name);
  await world.webhook.post(webhook, idOf(incident, body), body);
  return toldTo('webhook', incident);
}

/** The same when a message is repeated, and another for each reminder, although two of them may say the same. */
const idOf = ({ pace }: Incident, said: object): string =>
  shortHash(JSON.stringify([said, pace.reminders]));

/**
 * For filter policies of subscriptions. With raw delivery to SQS a message may have ten of them.
 */
function attributesOf(incident: Incident, receiver: string): { readonly [name: string]: string } {
  const { cluster, service, family, cause, kind } = incident.latest.labels;
  const all = {
    receiver,
    state: stateOf(incident),
    severity: severityOf(incident),
    incident: incident.key,
    cluster,
    service,
    family,
    cause,
    kind,
  };
  const filled = Object.entries(all).flatMap(([name, value]): readonly [string, string][] =>
    value ? [[name, value]] : [],
  );
  return Object.fromEntries(filled);
}
