import type { Receiver } from '../../shared/config/types.ts';
import type { JsonObject, PagerDutyEvent, Sns } from '../../shared/core/channels.ts';
import { Unavailable } from '../../shared/core/errors.ts';
import type { Incident } from '../../shared/core/incident.ts';
import { known } from '../../shared/core/known.ts';
import type { Notice } from '../../shared/core/notice.ts';
import type { Silence } from '../../shared/core/silence.ts';
import type { Memory, SlackMessage, SlackPosted, World } from '../../shared/core/world.ts';
import { type Delivering, deliver } from '../../shared/notify/deliver.ts';
import { yml } from './config.ts';

type Call =
  | 'load'
  | 'save'
  | 'post'
  | 'update'
  | 'reply'
  | 'publish'
  | 'hook'
  | 'page'
  | 'webhook'
  | 'draw'
  | 'upload'
  | 'wake';

/**
 * What deliver needs of the world, recorded: `calls` in order, what was said, and what was saved.
 */
export function someChannels(saved: readonly Incident[] = []) {
  const incidents = new Map(
    saved.map((incident) => [keyOf(incident.receiver, incident.key), incident]),
  );
  const calls: Call[] = [];
  const said: { readonly to: Call; readonly message: SlackMessage }[] = [];
  const mails: Parameters<Sns['publish']>[0][] = [];
  const pages: { readonly key: string; readonly event: PagerDutyEvent }[] = [];
  const hooks: { readonly id: string; readonly body: JsonObject }[] = [];
  const breaking = new Map<Call, unknown>();
  const gone = new Set<string>();
  const doing = (call: Call): void => {
    calls.push(call);
    if (breaking.has(call)) throw breaking.get(call);
  };
  const slack: World['slack'] = {
    async post(message) {
      doing('post');
      said.push({ to: 'post', message });
      return { channel: 'C01', ts: `${said.length}.000100` };
    },
    async update({ ts }: SlackPosted, message) {
      doing('update');
      if (gone.has(ts)) return false;
      said.push({ to: 'update', message });
      return true;
    },
    async reply(_posted, message) {
      doing('reply');
      said.push({ to: 'reply', message });
    },
    async upload() {
      doing('upload');
      return 'F01';
    },
  };
  const graphs: World['graphs'] = {
    async draw() {
      doing('draw');
      return known(new Uint8Array([1]));
    },
  };
  const sns: Sns = {
    async publish(message) {
      doing('publish');
      mails.push(message);
    },
  };
  const slackWebhook: World['slackWebhook'] = {
    async post() {
      doing('hook');
    },
  };
  const pagerduty: World['pagerduty'] = {
    async send(_routingKey, key, event) {
      doing('page');
      pages.push({ key, event });
    },
  };
  const webhook: World['webhook'] = {
    async post(_target, id, body) {
      doing('webhook');
      hooks.push({ id, body });
    },
  };
  const wakes: string[] = [];
  const later: World['later'] = {
    async call(_call, at) {
      doing('wake');
      wakes.push(at);
    },
  };
  let now = new Date('2026-03-03T14:02:00Z');
  const clock = { now: () => now, random: () => 0.5 };
  return {
    world: {
      graphs,
      slack,
      slackWebhook,
      sns,
      pagerduty,
      webhook,
      clock,
      later,
      memory: memoryOf(incidents, doing),
    },
    /** When wake-ups were asked for. */
    wakes,
    /** It is so many seconds past 14:02 from now on. */
    setTime: (seconds: number) => {
      now = new Date(Date.UTC(2026, 2, 3, 14, 2, seconds));
    },
    calls,
    said,
    mails,
    pages,
    hooks,
    incidents,
    /** Lets every such call fail, until `mend`. */
    break: (call: Call, failure: unknown = new Unavailable(`${call} is down`)) =>
      breaking.set(call, failure),
    mend: () => breaking.clear(),
    /** The message can no longer be updated. */
    lose: ({ ts }: SlackPosted) => gone.add(ts),
  };
}

type Configured = {
  /** The `notify` section of a `deckhand.yml`; by default every notice is told at once. */
  readonly config?: string;
  readonly silences?: readonly Silence[];
};

/** Delivers notices as a batch of the queue is: each incident by itself. Throws what could not be told. */
export async function deliverAll(
  batch: readonly Notice[],
  receiver: Receiver,
  world: Delivering['world'],
  configured: Configured = {},
): Promise<void> {
  const { config = 'notify: { route: { groupInterval: 0s } }', silences = [] } = configured;
  const asked = { silences: async () => silences, firingSources: async () => [] };
  const by: Delivering = { world, notify: yml(config).notify, asked };
  const failures: unknown[] = [];
  for (const [key, notices] of Map.groupBy(batch, ({ incident }) => incident)) {
    failures.push(...(await deliver(key, notices, receiver, by)).failures);
  }
  if (failures.length > 0) throw failures.find((one) => one instanceof Unavailable) ?? failures[0];
}

const keyOf = (receiver: string, incident: string): string => `${receiver}#${incident}`;

/** As the table does it: what is saved is JSON, and only over the revision that was loaded. */
function memoryOf(
  incidents: Map<string, Incident>,
  doing: (call: Call) => void,
): Pick<Memory, 'loadIncident' | 'saveIncident'> {
  return {
    async loadIncident(receiver, incident) {
      doing('load');
      return structuredClone(incidents.get(keyOf(receiver, incident)) ?? null);
    },
    async saveIncident(incident) {
      doing('save');
      const key = keyOf(incident.receiver, incident.key);
      const stored = incidents.get(key)?.revision ?? 0;
      if (stored !== incident.revision) throw new Unavailable('somebody else wrote it');
      incidents.set(key, structuredClone({ ...incident, revision: stored + 1 }));
    },
  };
}
