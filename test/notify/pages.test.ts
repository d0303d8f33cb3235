import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Incident } from '../../shared/core/incident.ts';
import type { Clock } from '../../shared/core/world.ts';
import type { News } from '../../shared/notify/news.ts';
import { amazonQMessage } from '../../shared/notify/render/amazon-q.ts';
import { pagerDutyEvent } from '../../shared/notify/render/pagerduty.ts';
import { slackMessage } from '../../shared/notify/render/slack.ts';
import { textOf } from '../../shared/notify/render/text.ts';
import { webhookBody } from '../../shared/notify/render/webhook.ts';
import { wire } from '../support/aws-wire.ts';
import { deckhand } from '../support/cli.ts';
import { aNotice, anIncident } from '../support/notices.ts';
import { aClock, worldOn } from '../support/world.ts';

const pageOf = (name: string): string =>
  readFileSync(new URL(`../../docs/${name}.md`, import.meta.url), 'utf8');
const notifications = pageOf('notifications');
const receivers = pageOf('receivers');

const blocksIn = (page: string, language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, text = '']) => text,
  );

/** The cells of the rows that stand between a heading of the page and the next one. */
function tableAfter(page: string, heading: string): readonly (readonly string[])[] {
  const [, section = ''] = page.split(`${heading}\n`);
  const [own = ''] = section.split('\n## ');
  return own
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[-|]+$/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

const numbered = (count: number, word: string): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${word}-${index + 1}.`);

/** An incident with all that a receiver could show, each part of it to be found by a word of its own. */
const everything: Incident = anIncident({
  count: 7,
  latest: aNotice({
    title: 'the-title',
    summary: 'the-summary',
    fields: [
      { name: 'Hint', value: 'the-hint' },
      ...numbered(19, 'fact').map((value, index) => ({ name: `Name ${index}`, value })),
    ],
    changes: ['the-change'],
    log: { container: 'app', lines: numbered(20, 'line') },
    graph: { widget: '{}', region: 'eu-west-1', sparkline: 'the-sparkline', alt: 'CPU' },
    links: numbered(8, 'link').map((text) => ({ text, url: 'https://example.com' })),
    reasons: [{ rule: 'rule', holds: true, because: 'the-reason' }],
    outcomes: [
      {
        action: 0,
        did: 'call-later',
        status: 'done',
        at: '2026-03-03T14:02:00Z',
        what: 'the-deed',
      },
    ],
  }),
  graph: { of: 'any', file: 'the-picture' },
});

const { graph: _, ...withoutPicture } = everything;

/** What each column of the table is about, as the receiver gets it. */
const shownBy: Readonly<Record<string, string>> = {
  'Slack bot': JSON.stringify(slackMessage(everything)),
  'Slack webhook': JSON.stringify(slackMessage(withoutPicture)),
  'SNS, `text`': textOf(everything),
  'SNS, `amazonQ`': JSON.stringify(amazonQMessage(everything)),
  PagerDuty: JSON.stringify(pagerDutyEvent(everything)),
  webhook: JSON.stringify(webhookBody(everything, 'opened', 'ops')),
};

/** Which words stand for a row of the table. */
const wordsOf: Readonly<Record<string, readonly string[]>> = {
  'title, summary, what to do': ['the-title', 'the-summary', 'the-hint'],
  'count, since when': ['7', '2026-03-03'],
  'cause and other facts': numbered(19, 'fact'),
  'what changed, what was done': ['the-change', 'the-deed'],
  'why (the reasons)': ['the-reason'],
  'last log lines': numbered(20, 'line'),
  'graph of an alarm': ['the-picture', 'the-sparkline'],
  links: numbered(8, 'link'),
};

const counts: Readonly<Record<string, number>> = { five: 5, ten: 10 };

/** How many of the words a cell promises. */
function promised(cell: string, of: number): number {
  if (cell === 'yes' || cell === 'all') return of;
  if (cell === 'no') return 0;
  return Math.min(of, counts[cell] ?? Number(cell));
}

describe('the table of what each receiver shows', () => {
  const [head = [], ...rows] = tableAfter(receivers, '## What each receiver shows');
  const columns = head.slice(1);
  const told = rows.filter(([name = '']) => wordsOf[name]);

  test('has a column for every receiver, and a row for everything there is to show', () => {
    expect(columns).toEqual(Object.keys(shownBy));
    expect(told.map(([name]) => name)).toEqual(Object.keys(wordsOf));
  });

  const cells = told.flatMap(([row = '', ...values]) =>
    columns.map((column, index) => ({ row, column, cell: values[index] ?? '' })),
  );

  test.each(cells)('$row, $column: $cell', ({ row, column, cell }) => {
    const words = wordsOf[row] ?? [];

    const seen = words.filter((word) => shownBy[column]?.includes(word));

    if (cell === 'picture') expect(seen).toContain('the-picture');
    else if (cell === 'sparkline') expect(seen).toEqual(['the-sparkline']);
    else if (cell === 'what fits') expect(seen.length).toBeGreaterThan(5);
    else expect(seen).toHaveLength(promised(cell, words.length));
  });
});

/** What a webhook is sent over the wire, at a moment. */
async function posted(clock: Clock) {
  const { requestHandler } = wire(() => ({ body: { Parameter: { Value: 'signing-key' } } }));
  const requests: RequestInit[] = [];
  const fetch: typeof globalThis.fetch = async (_url, init = {}) => {
    requests.push(init);
    return new Response('ok');
  };
  const { webhook } = worldOn({ fetch, requestHandler, clock });
  const secret = { parameter: '/deckhand/key' };
  await webhook.post({ url: 'https://events.example.com', secret }, 'id-1', body);
  const [{ headers, body: rawBody } = {}] = requests;
  return { headers: new Headers(headers), rawBody: String(rawBody) };
}

const body = webhookBody(everything, 'opened', 'ops');

describe('what the page says of webhooks', () => {
  const named = tableAfter(receivers, '## Webhook').map(
    ([cell = '']) => cell.match(/(?<=`)[\w-]+(?=`)/g) ?? [],
  );

  test('names every header and every field of the body, and no other', async () => {
    const { headers } = await posted(aClock());
    const own = [...headers.keys()].filter((name) => name.startsWith('deckhand-'));

    expect(named.flat().sort()).toEqual([...own, ...Object.keys(body)].sort());
  });

  test('names every field of the incident in it', () => {
    const [, listed = ''] = /^\| `incident` \| (.*) \|$/m.exec(receivers) ?? [];

    const missing = Object.keys(Object(body.incident)).filter((name) => !listed.includes(name));
    expect(missing).toEqual([]);
  });

  test('names every event', () => {
    const news = {
      ...{ opened: true, worse: true, headline: true, tenfold: true, reminder: true },
      ...{ resolved: true },
    } satisfies Readonly<Record<News, true>>;
    const [, listed = ''] = /^\| `event` \| why you are told: (.*) \|$/m.exec(receivers) ?? [];

    expect(listed.split(', ')).toEqual(Object.keys(news).map((name) => `\`${name}\``));
  });

  test.each([
    ['a request of ours', { lateMs: 0, added: '' }, true],
    ['one whose body was changed', { lateMs: 0, added: ' ' }, false],
    ['one that was recorded ten minutes ago', { lateMs: 600_000, added: '' }, false],
  ])('its code knows %s', async (_name, { lateMs, added }, expected) => {
    const clock = aClock();
    const { headers, rawBody } = await posted(clock);
    const [code = ''] = blocksIn(receivers, 'js');
    const given = {
      ...{ createHmac, timingSafeEqual, secret: 'signing-key', rawBody: rawBody + added },
      timestamp: headers.get('deckhand-timestamp'),
      signature: headers.get('deckhand-signature'),
      Date: { now: () => clock.now().getTime() + lateMs },
    };

    const isOurs = new Function(...Object.keys(given), `${code}; return isOurs;`);

    expect(isOurs(...Object.values(given))).toBe(expected);
  });
});

describe('the commands of the page', () => {
  test('deckhand route says who would be told, by the routes above it', async () => {
    const [command = ''] = /deckhand route --labels \S+(?=`)/.exec(notifications) ?? [];
    const [routes = ''] = blocksIn(notifications, 'yaml').filter((text) =>
      text.includes('routes:'),
    );

    const words = command.split(' ').slice(1);
    const { stdout, code } = await deckhand([...words, '--config', '-'], { input: routes });

    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^pager +route\.routes\[0\] /),
    ]);
  });
});
