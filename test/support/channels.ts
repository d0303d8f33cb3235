import type { JsonObject, PagerDutyEvent } from '../../shared/core/channels.ts';
import { Unavailable } from '../../shared/core/errors.ts';
import type { Incident } from '../../shared/core/incident.ts';
import { known } from '../../shared/core/known.ts';
import type { Memory, SlackMessage, SlackPosted, Sns, World } from '../../shared/core/world.ts';

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
  | 'upload';

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
  return {
    world: {
      graphs,
      slack,
      slackWebhook,
      sns,
      pagerduty,
      webhook,
      memory: memoryOf(incidents, doing),
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
