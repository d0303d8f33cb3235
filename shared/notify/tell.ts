import type { Receiver } from '../config/types.ts';
import type { Incident } from '../core/incident.ts';
import type { SlackMessage, World } from '../core/world.ts';
import { slackMessage } from './render/slack.ts';
import { reminderLine, threadMessage } from './render/thread.ts';
import { hasNotBegun } from './severity.ts';
import { shortHash } from './short-hash.ts';
import { drawGraph, drawingOnce, shareGraph, withoutPicture } from './tell-graph.ts';
import {
  type NewsChannels,
  postToSlackWebhook,
  postToWebhook,
  publish,
  sendToPagerDuty,
} from './tell-news.ts';

/** The part of the world that telling needs. */
export type Channels = Pick<World, 'slack' | 'graphs'> & NewsChannels;

const steps = [
  drawGraph,
  showInSlack,
  continueThread,
  remindInThread,
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
  const once = { ...world, graphs: drawingOnce(world.graphs) };
  let told = incident;
  const failures: unknown[] = [];
  if (hasNotBegun(incident)) return { incident, failures };
  for (const step of steps) {
    try {
      told = await step(told, receiver, once);
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
  try {
    return { ...incident, slack: await show(message, incident, world), shown };
  } catch (failure) {
    const without = withoutPicture(incident, failure);
    if (!without) throw failure;
    const plain = { ...slack, ...slackMessage(without) };
    const posted = await show(plain, without, world);
    const shared = await shareGraph(without, slack, posted, world);
    return { ...shared, slack: posted, shown: shortHash(JSON.stringify(plain)) };
  }
}

async function show(message: SlackMessage, { slack }: Incident, world: Channels) {
  const isUpdated = slack && (await world.slack.update(slack, message));
  return slack && isUpdated ? slack : world.slack.post(message);
}

async function continueThread(incident: Incident, receiver: Receiver, world: Channels) {
  const { slack, thread } = incident;
  if (!receiver.slack || !slack || thread.pending.length === 0) return incident;
  await world.slack.reply(slack, { ...receiver.slack, ...threadMessage(thread.pending) });
  return { ...incident, thread: { ...thread, pending: [] } };
}

/** A reply that the channel shows, too: an update of a message is something that nobody is notified of. */
async function remindInThread(incident: Incident, receiver: Receiver, world: Channels) {
  const { slack, thread, pace } = incident;
  if (!receiver.slack || !slack || thread.reminders >= pace.reminders) return incident;
  const message = { ...receiver.slack, ...threadMessage([reminderLine(incident)]) };
  await world.slack.reply(slack, { ...message, broadcast: true });
  return { ...incident, thread: { ...thread, reminders: pace.reminders } };
}
