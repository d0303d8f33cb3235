import type { SQSRecord } from 'aws-lambda';
import '../../local/run-handler.ts';
import { offlineWorld } from '../../cli/offline-world.ts';
import type { Incident } from '../../shared/core/incident.ts';
import type { Source } from '../../shared/core/inhibition.ts';
import type { Notice } from '../../shared/core/notice.ts';
import type { Call } from '../../shared/core/signal.ts';
import type { Silence } from '../../shared/core/silence.ts';
import type { Slack, World } from '../../shared/core/world.ts';
import type { deliverBatch } from '../../shared/engine/deliveries.ts';
import { handOn } from '../../shared/engine/wake-up.ts';
import { type Routed, routesFor } from '../../shared/notify/route.ts';
import { yml } from './config.ts';

/** A message as people see it, and what stands in its thread. */
export type Shown = { readonly channel: string; message: string; readonly lines: string[] };

/**
 * The whole way of a notice, the engine's own code from routing to delivery, with queues, a clock, a table and Slack
 * that are no more than lists: quick enough to try hundreds of days. The stories have the real ones.
 */
export type Pipeline = {
  readonly now: () => Date;
  readonly pass: (durationMs: number) => Promise<void>;
  readonly say: (notice: Notice) => Promise<void>;
  readonly silence: (silence: Silence) => void;
  readonly routesOf: (notice: Notice) => readonly Routed[];
  readonly incidentOf: (routed: Routed) => Incident | null;
  readonly board: readonly Shown[];
  /** What could not be told, or not be read. */
  readonly letters: readonly string[];
};

export async function openPipeline(text: string): Promise<Pipeline> {
  // Not before the line above has silenced the log.
  const { deliverBatch } = await import('../../shared/engine/deliveries.ts');
  const { perform } = await import('../../shared/engine/perform.ts');
  const config = yml(text);
  const time = aTime('2026-03-03T09:00:00Z');
  const letters: string[] = [];
  const { slack, board } = aSlack();
  const { memory, incidents, silences } = aMemory();
  const queue = aQueue(time, letters, (records) => deliverBatch(records, { world, config }));
  const world: World = {
    ...offlineWorld(time.now()),
    ...{ clock: { now: time.now, random: () => 0.5 }, slack, notices: queue.notices },
    memory: { ...offlineWorld(time.now()).memory, ...memory },
    later: {
      async call(call: Call, at: string) {
        const due = { kind: 'call-due', id: call.id, at, account: '', region: '', call } as const;
        time.at(Date.parse(at), () => handOn(due, world));
      },
    },
    deadLetters: { keep: async ({ why }) => void letters.push(why) },
  };
  return {
    ...{ now: time.now, pass: time.pass, board, letters },
    silence: (one) => void silences.push(one),
    async say({ id, ...notice }) {
      const action = { do: 'notify', notice: { ...notice, id: '' } } as const;
      await perform(action, { id, resumed: false, outcomes: [] }, { world, config });
    },
    routesOf: (notice) => routesFor(notice, config.notify),
    incidentOf: ({ receiver, incident }) => incidents.get(`${receiver.name}#${incident}`) ?? null,
  };
}

/** Virtual time: what is asked for at a moment happens then, in the order in which it was asked for. */
function aTime(start: string) {
  let nowMs = Date.parse(start);
  let waiting: { readonly atMs: number; readonly happen: () => Promise<void> }[] = [];
  return {
    now: () => new Date(nowMs),
    at: (atMs: number, happen: () => Promise<void>) => void waiting.push({ atMs, happen }),
    async pass(durationMs: number) {
      const untilMs = nowMs + durationMs;
      for (;;) {
        const nextMs = Math.min(...waiting.map(({ atMs }) => atMs));
        const next = waiting.find(({ atMs }) => atMs === nextMs);
        if (!next || nextMs > untilMs) break;
        waiting = waiting.filter((one) => one !== next);
        nowMs = Math.max(nowMs, nextMs);
        await next.happen();
      }
      nowMs = untilMs;
    },
  };
}

type Time = ReturnType<typeof aTime>;
type Deliver = (records: readonly SQSRecord[]) => ReturnType<typeof deliverBatch>;

/** A FIFO queue whose batches are what has come by the time that somebody looks; it knows no duplicates. */
function aQueue(time: Time, letters: string[], deliver: Deliver) {
  const waiting: SQSRecord[] = [];
  async function drain(): Promise<void> {
    const batch = waiting.splice(0, 10);
    if (batch.length === 0) return;
    const { batchItemFailures } = await deliver(batch);
    letters.push(...batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  }
  async function send(body: object): Promise<void> {
    waiting.push(aRecord(JSON.stringify(body), time.now()));
    time.at(time.now().getTime() + 100, drain);
  }
  const notices: World['notices'] = {
    send: (receiver, notice) => send({ receiver, notice }),
    wake: (receiver, wake) => send({ receiver, wake }),
    setAside: async ({ body }) => void letters.push(body),
    putOff: async () => undefined,
  };
  return { notices };
}

let records = 0;

function aRecord(body: string, now: Date): SQSRecord {
  records += 1;
  const sent = `${now.getTime()}`;
  return {
    ...{ messageId: `m${records}`, receiptHandle: '', body, md5OfBody: '', messageAttributes: {} },
    ...{ eventSource: 'aws:sqs', eventSourceARN: '', awsRegion: 'us-east-1' },
    attributes: {
      ...{ ApproximateReceiveCount: '1', SentTimestamp: sent, SenderId: '' },
      ApproximateFirstReceiveTimestamp: sent,
    },
  };
}

/** What is stored is JSON, as in the table. */
function aMemory() {
  const incidents = new Map<string, Incident>();
  const silences: Silence[] = [];
  const sources = new Map<string, Source>();
  const memory = {
    silences: async () => silences,
    async loadIncident(receiver: string, key: string) {
      return structuredClone(incidents.get(`${receiver}#${key}`) ?? null);
    },
    async saveIncident(incident: Incident) {
      const { receiver, key, revision } = incident;
      incidents.set(`${receiver}#${key}`, structuredClone({ ...incident, revision: revision + 1 }));
    },
    async rememberSource(group: string, source: Source) {
      const key = `${group}#${source.incident}#${source.about}`;
      const known = sources.get(key);
      if (!known || Date.parse(known.at) < Date.parse(source.at)) sources.set(key, source);
    },
    async firingSources(group: string) {
      const found = [...sources.entries()].filter(([key]) => key.startsWith(`${group}#`));
      return found.map(([, source]) => source).filter(({ firing }) => firing);
    },
  };
  return { memory, incidents, silences };
}

function aSlack(): { readonly slack: Slack; readonly board: readonly Shown[] } {
  const board: Shown[] = [];
  const textOf = ({ text, blocks }: Parameters<Slack['post']>[0]) => JSON.stringify([text, blocks]);
  const slack: Slack = {
    async post(message) {
      board.push({ channel: message.channel, message: textOf(message), lines: [] });
      return { channel: message.channel, ts: `${board.length - 1}` };
    },
    async update({ ts }, message) {
      const shown = board[Number(ts)];
      if (shown) shown.message = textOf(message);
      return shown !== undefined;
    },
    async reply({ ts }, message) {
      board[Number(ts)]?.lines.push(...message.text.split('\n'));
    },
    upload: async () => 'F01',
  };
  return { slack, board };
}
