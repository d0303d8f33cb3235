import { expect } from '@jest/globals';
import type { FaultKind } from '../../local/cloud/faults.ts';
import { acting, hour, minute, openScene, type Scene, textOf } from '../support/scene.ts';
import { sendNotice } from '../support/send-notice.ts';
import type { Story } from './story.ts';

const second = 1_000;
const address = 'https://events.example.com/deckhand';

/** One receiver with every channel there is, which is reminded every hour. */
const everywhere = acting('').config?.replace(
  /receivers:[\s\S]*/,
  `receivers:
    - name: ops
      slack: { channel: "#ops" }
      slackWebhook: { urlParameter: /deckhand/slack-webhook }
      sns: {}
      pagerduty: { routingKeyParameter: /deckhand/pagerduty }
      webhook: { url: "${address}", secretSecret: deckhand/webhook }
`,
);

const graph = {
  widget: JSON.stringify({ metrics: [['AWS/ECS', 'CPUUtilization', 'ClusterName', 'prod']] }),
  ...{ region: 'us-east-1', sparkline: '▁▂▅█', alt: 'CPU' },
};

const alarm = { labels: { kind: 'alarm', cluster: 'prod' }, incident: 'alarm#cpu', graph };

/** What happens to an incident in its life, and when: the next thing has to wait for the one before it. */
const life: readonly (readonly [what: string, happen: (scene: Scene) => Promise<void>])[] = [
  [
    'it opens',
    async (scene) => {
      await sendNotice(scene, { ...alarm, id: 'opens', about: 'a', title: 'CPU is high' });
      await scene.pass(5 * second);
    },
  ],
  [
    'more of it is folded',
    async (scene) => {
      await sendNotice(scene, { ...alarm, id: 'goes-on', about: 'b', title: 'CPU is high, too' });
      await scene.pass(5 * second);
    },
  ],
  ['it is brought up to date', (scene) => scene.pass(30 * minute)],
  ['people are reminded', (scene) => scene.pass(hour)],
  [
    'it is over',
    async (scene) => {
      for (const about of ['a', 'b']) {
        const over = { phase: 'resolved', counts: false, title: 'CPU is fine' } as const;
        await sendNotice(scene, { ...alarm, ...over, id: `over-${about}`, about });
      }
      await scene.pass(hour);
    },
  ],
];

async function openEverywhere(): Promise<Scene> {
  const config = everywhere?.replace('receiver: ops }', 'receiver: ops, repeatInterval: 1h }');
  const scene = await openScene(config === undefined ? {} : { config });
  const { ssm, secrets, web } = scene.cloud;
  ssm.put('/deckhand/slack-webhook', web.slackHooks.add('ops'), 'SecureString');
  ssm.put('/deckhand/pagerduty', 'R0123456789012345678901234567890', 'SecureString');
  secrets.put('deckhand/webhook', 'signing-key');
  return scene;
}

type Strike = { readonly principal: string; readonly call: number; readonly kind: FaultKind };

/** Plays the life, struck once at the `nth` thing that happens; answers what people have seen, and whether it struck. */
async function livedThrough(nth: number, strike?: Strike) {
  const scene = await openEverywhere();
  const hook = scene.cloud.web.hooks.listen(address, 'signing-key');
  for (const [index, [, happen]] of life.entries()) {
    if (strike && index === nth) scene.cloud.faults.next(strike);
    await happen(scene);
  }
  await scene.pass(hour);
  const { web, sns, faults } = scene.cloud;
  const seen = {
    board: scene.board().map(textOf).map(withoutFile),
    replies: repliesIn(scene),
    mails: sns.published.map(({ subject }) => `${subject}`),
    posts: web.slackHooks.posted.map(({ attachments }) => JSON.stringify(attachments)),
    alerts: web.pagerduty.alerts.map(({ status }) => status),
    requests: hook.taken.map(({ body }) => String(body.event)),
    letters: scene.cloud.deadLetters().length,
  };
  const hasStruck = !strike || faults.strike({ service: '', action: '', ...strike }) === null;
  return { seen, hasStruck };
}

/** A picture is uploaded once more where nobody knows any longer that it was. */
const withoutFile = (text: string): string => text.replace(/F\d{10}/, 'F');

type Seen = Awaited<ReturnType<typeof livedThrough>>['seen'];

/** The replies below the last message. */
const repliesIn = (scene: Scene): readonly string[] =>
  scene.channel.messages
    .filter(({ threadTs }) => threadTs === scene.board().at(-1)?.ts)
    .map(({ text }) => text);

const linesIn = (replies: readonly string[]): readonly string[] =>
  replies.flatMap((text) => text.split('\n'));

function expectAlmostSame(seen: Seen, undisturbed: Seen, struck: object): void {
  const last = { ...struck, board: seen.board.at(-1), alerts: seen.alerts, letters: seen.letters };
  const { board, alerts } = undisturbed;
  expect(last).toEqual({ ...struck, board: board.at(-1), alerts, letters: 0 });
  expect(seen.mails.at(-1)).toBe(undisturbed.mails.at(-1));
  expect(seen.posts.at(-1)).toBe(undisturbed.posts.at(-1));
  expect(linesIn(seen.replies)).toEqual(expect.arrayContaining([...linesIn(undisturbed.replies)]));
  const repeats = {
    board: seen.board.length - board.length,
    replies: seen.replies.length - undisturbed.replies.length,
    mails: seen.mails.length - undisturbed.mails.length,
    posts: seen.posts.length - undisturbed.posts.length,
    requests: seen.requests.length - undisturbed.requests.length,
  };
  expect({ ...struck, tooMany: Object.entries(repeats).filter(([, more]) => more > 1) }).toEqual({
    ...struck,
    tooMany: [],
  });
}

/** Strikes at the first call of whatever is invoked, and at each after it, until there is none to strike. */
async function strikeEverywhere(kind: FaultKind, principal: string, nth: number): Promise<number> {
  const { seen: undisturbed } = await livedThrough(nth);
  for (let call = 1; ; call += 1) {
    const strike = { principal, call, kind };
    const { seen, hasStruck } = await livedThrough(nth, strike);
    if (!hasStruck) return call - 1;
    expectAlmostSame(seen, undisturbed, { ...strike, when: life[nth]?.[0] });
  }
}

/** How many calls there are to strike: fewer would mean that the life is not what it was. */
const callsOf: Readonly<Record<string, number>> = {
  'it opens': 17,
  'more of it is folded': 13,
  'it is brought up to date': 13,
  'people are reminded': 13,
  'it is over': 13,
};

/**
 * A process that dies before a call has done what one has that died after the call before it: so each is struck after
 * every call, and before the first.
 */
const killedWhen = life.map(([what], nth) => ({
  name: `when ${what}, a process killed after any of its calls repeats at most one message in each channel, and loses none`,
  async play() {
    expect(await strikeEverywhere('crash-after', 'noticeDue', nth)).toBe(callsOf[what]);
  },
}));

export const deliveries: readonly Story[] = [
  ...killedWhen,
  {
    name: 'a process killed before any call at all changes nothing but the time',
    async play() {
      const { seen: undisturbed } = await livedThrough(0);
      for (const nth of life.keys()) {
        const strike = { principal: 'noticeDue', call: 1, kind: 'crash-before' } as const;
        const { seen, hasStruck } = await livedThrough(nth, strike);
        expect(hasStruck).toBe(true);
        expectAlmostSame(seen, undisturbed, { nth });
      }
    },
  },
  {
    name: 'a wake-up that dies on its way to the receiver is handed on again',
    async play() {
      for (const kind of ['crash-before', 'crash-after'] as const) {
        const isUpdate = life.findIndex(([what]) => what === 'it is brought up to date');
        expect(await strikeEverywhere(kind, 'callDue', isUpdate)).toBe(1);
      }
    },
  },
];
