import type { Receiver } from '../config/types.ts';
import type { Incident } from '../core/incident.ts';
import type { World } from '../core/world.ts';
import { newsOf, toldNow } from './news.ts';
import { slackMessage } from './render/slack.ts';
import { subjectOf, textOf } from './render/text.ts';
import { threadMessage } from './render/thread.ts';
import { severityOf, stateOf } from './severity.ts';
import { shortHash } from './short-hash.ts';

type Channels = Pick<World, 'slack' | 'sns'>;

const steps = [showInSlack, continueThread, publish];

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

async function publish(incident: Incident, { name, sns }: Receiver, world: Channels) {
  const news = sns ? newsOf(incident) : null;
  if (!sns || !news) return incident;
  await world.sns.publish({
    topicArn: sns.topicArn,
    subject: subjectOf(incident),
    text: textOf(incident),
    attributes: attributesOf(incident, name),
  });
  return { ...incident, told: toldNow(incident) };
}

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
