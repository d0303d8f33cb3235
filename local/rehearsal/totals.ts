import type { Town } from '../town/town.ts';

/** What the day came to. */
export type Totals = {
  readonly events: number;
  readonly invocations: number;
  /** Deckhand's own, Slack's included. */
  readonly apiCalls: number;
  readonly tasksRestarted: number;
  readonly messages: number;
  readonly updates: number;
  readonly replies: number;
  readonly deadLetters: number;
  /** Virtual time. */
  readonly hours: number;
};

export function totalsOf({ cloud }: Town): Totals {
  const functions = new Set(cloud.template.functions.map(({ name }) => name));
  const calls = cloud.calls.filter(({ principal }) => functions.has(principal));
  const messages = cloud.slack.channels.all().flatMap((channel) => channel.messages);
  const tops = messages.filter(({ threadTs }) => threadTs === null);
  const first = cloud.bus.events[0];
  const sinceMs = first ? cloud.time.now() - Date.parse(first.time) : 0;
  return {
    events: cloud.bus.events.length,
    invocations: cloud.lambda.invocations.length,
    apiCalls: calls.length,
    tasksRestarted: cloud.ecs.tasks().filter(({ startedBy }) => startedBy?.startsWith('deckhand/'))
      .length,
    messages: tops.length,
    updates: tops.reduce((sum, { edits }) => sum + edits, 0),
    replies: messages.length - tops.length,
    deadLetters: cloud.deadLetters().length,
    hours: Math.round(sinceMs / 360_000) / 10,
  };
}
