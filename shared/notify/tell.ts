import type { Receiver } from '../config/types.ts';
import type { Incident } from '../core/incident.ts';
import type { World } from '../core/world.ts';
import { slackMessage } from './render/slack.ts';
import { threadMessage } from './render/thread.ts';
import { shortHash } from './short-hash.ts';
import {
  type NewsChannels,
  postToSlackWebhook,
  postToWebhook,
  publish,
  sendToPagerDuty,
} from './tell-news.ts';

/** The part of the world that telling needs. */
export type Channels = Pick<World, 'slack'> & NewsChannels;

const steps = [
  showInSlack,
  continueThread,
  postToSlackWebhook,
  publish,
  sendToPagerDuty,
  postToWebhook,
];

/**
 * Brings every channel of the receiver up to where the incident is. A channel that fails holds up
 * no other; the incident that comes back says how far each of them got.
 */
export async function tell(
  incident: Incident,
  receiver: Receiver,
  world: Channels,
): Promise<{ readonly incident: Incident; readonly failures: readonly unknown[] }> {
  let told = incident;
  const failures: unknown[] = [];
  for (const step of steps) {
    try {
      told = await step(told, receiver, world);
    } catch (failure) {
      failures.push(failure);
    }
  }
  return { incident: told, failures };
}

/** One message per incident, updated in place, unless Slack says that it is gone. */
async function showInSlack(incident: Incident, { slack }: Receiver, world: Channels) {
  if (!slack) return incident;
  const message = { ...slack, ...slackMessage(incident) };
  const shown = shortHash(JSON.stringify(message));
  if (incident.shown === shown) return incident;
  const isUpdated = incident.slack && (await world.slack.update(incident.slack, message));
  const posted = incident.slack && isUpdated ? incident.slack : await world.slack.post(message);
  return { ...incident, slack: posted, shown };
}

async function continueThread(incident: Incident, receiver: Receiver, world: Channels) {
  const { slack, thread } = incident;
  if (!receiver.slack || !slack || thread.pending.length === 0) return incident;
  await world.slack.reply(slack, { ...receiver.slack, ...threadMessage(thread.pending) });
  return { ...incident, thread: { ...thread, pending: [] } };
}
