import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { deckhand, type Ran, root } from '../support/cli.ts';
import { hour, minute } from '../support/scene.ts';
import { sendNotice } from '../support/send-notice.ts';
import { type Served, serve } from '../support/served.ts';

/** Each of these starts several processes of their own. */
const longestMs = 180_000;

const opened: Served[] = [];

/** The command line has the clock of its machine, so the stack begins at its time. */
async function aStack(): Promise<Served> {
  const served = await serve({ start: new Date().toISOString() });
  opened.push(served);
  return served;
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ close }) => close()));
});

const loadTest = ['--matchers', 'cluster=prod,service=~"vote.*|"', '--comment', 'load test'];

const add = (stack: Served, ...more: readonly string[]): Promise<Ran> =>
  stack.deckhand('silence', 'add', ...loadTest, '--author', 'ann', ...more);

const read = ({ stdout }: Ran) => JSON.parse(stdout);

const inHours = (hours: number): string => new Date(Date.now() + hours * hour).toISOString();

describe('deckhand silence', () => {
  test(
    'add keeps what matches quiet, and expire lets it be told within five minutes',
    async () => {
      const stack = await aStack();

      const added = read(await add(stack, '--duration', '2h', '--json'));
      // The machine's clock has gone on since the stack's stood still.
      await stack.pass(5 * minute);
      await sendNotice(stack);
      await stack.pass(10 * minute);
      const during = stack.board().length;
      const expired = await stack.deckhand('silence', 'expire', added.id);
      await stack.pass(5 * minute);

      expect(added).toEqual({
        id: expect.stringMatching(/^[0-9a-f]{12}$/),
        status: 'active',
        matchers: ['cluster="prod"', 'service=~"vote.*|"'],
        startsAt: expect.any(String),
        endsAt: new Date(Date.parse(added.startsAt) + 2 * hour).toISOString(),
        author: 'ann',
        comment: 'load test',
      });
      expect(during).toBe(0);
      expect(expired).toEqual({
        code: 0,
        stderr: '',
        stdout: `silence ${added.id} is over; what still burns is told within minutes.\n`,
      });
      expect(stack.shown()).toContain('silenced by ann until');
    },
    longestMs,
  );

  test(
    'list has those that hold and those to come, the first to end first; with --expired what is over, too',
    async () => {
      const stack = await aStack();
      const none = await stack.deckhand('silence', 'list');
      const later = read(await add(stack, '--starts', inHours(24), '--json'));
      const now = read(await add(stack, '--json'));
      const over = read(await add(stack, '--duration', '30m', '--json'));
      await stack.deckhand('silence', 'expire', over.id);

      const holding = read(await stack.deckhand('silence', 'list', '--json'));
      const all = read(await stack.deckhand('silence', 'list', '--expired', '--json'));
      const people = await stack.deckhand('silence', 'list');

      expect(none.stdout).toBe('No silences.\n');
      expect(holding).toEqual({ silences: [now, later] });
      expect(later.status).toBe('pending');
      expect(all.silences).toMatchObject([
        { id: over.id, status: 'expired' },
        { id: now.id },
        { id: later.id },
      ]);
      expect(people.stdout.trimEnd().split('\n')).toEqual([
        expect.stringMatching(
          new RegExp(`^${now.id} +active +until ${now.endsAt} +cluster="prod",.* +ann +load test$`),
        ),
        expect.stringMatching(new RegExp(`^${later.id} +pending +from ${later.startsAt} `)),
      ]);
    },
    longestMs,
  );

  test(
    'expire ends one that has not begun, says so of one that is over, and knows no other',
    async () => {
      const stack = await aStack();
      const { id } = read(await add(stack, '--starts', inHours(1), '--json'));

      const ended = read(await stack.deckhand('silence', 'expire', id, '--json'));
      const again = await stack.deckhand('silence', 'expire', id);
      const unknown = await stack.deckhand('silence', 'expire', 'nonesuch');

      expect(ended).toMatchObject({ id, status: 'expired', startsAt: ended.endsAt });
      expect(again).toMatchObject({
        code: 0,
        stdout: `silence ${id} ended at ${ended.endsAt} already.\n`,
      });
      expect(unknown).toEqual({
        code: 1,
        stdout: '',
        stderr: 'deckhand: there is no silence nonesuch: see deckhand silence list\n',
      });
    },
    longestMs,
  );

  test(
    'what would be over already is not added',
    async () => {
      const stack = await aStack();

      const ran = await add(stack, '--starts', '2020-01-01T00:00:00Z', '--json');

      expect(ran).toEqual({
        code: 1,
        stdout: '',
        stderr: 'deckhand: it would end at 2020-01-01T01:00:00.000Z, which is over already\n',
      });
      expect(read(await stack.deckhand('silence', 'list', '--json'))).toEqual({ silences: [] });
    },
    longestMs,
  );

  test(
    'the command of the page is one that works',
    async () => {
      const page = readFileSync(join(root, 'docs/notifications.md'), 'utf8');
      const [command = ''] = /deckhand silence add [^`]+(?=`)/.exec(page) ?? [];
      const words = command.match(/"[^"]*"|\S+/g)?.map((word) => word.replaceAll('"', '')) ?? [];
      const stack = await aStack();

      const ran = await stack.deckhand(...words.slice(1));

      expect(ran).toMatchObject({ code: 0, stderr: '' });
      expect(ran.stdout).toMatch(/^silence [\w-]{12} holds until \S+Z\.\n$/);
    },
    longestMs,
  );
});

describe('what deckhand silence add cannot read is one line, and exit code 2', () => {
  const given = (matchers: string, ...more: readonly string[]) => [
    ...['--matchers', matchers, '--comment', 'x'],
    ...more,
  ];

  test.each([
    [
      given('cluster'),
      '--matchers cluster: expected label, operator (= != =~ !~) and value, such as severity=critical',
    ],
    [
      given('a=~".*"'),
      '--matchers a=~".*": at least one has to ask for something, or it would silence everything',
    ],
    [
      given('a=b', '--duration', 'soon'),
      '--duration soon: expected a duration such as 30m, 2h or 1d',
    ],
    [
      given('a=b', '--starts', 'tomorrow'),
      '--starts tomorrow: expected a time such as 2026-03-03T18:00:00Z',
    ],
    [['--matchers', 'a=b'], "required option '--comment <text>' not specified"],
  ])(
    '%j',
    async (words, problem) => {
      const ran = await deckhand(['silence', 'add', ...words]);

      expect(ran).toMatchObject({ code: 2, stdout: '' });
      expect(ran.stderr).toMatch(/^(deckhand|error): [^\n]*\n$/);
      expect(ran.stderr).toContain(problem);
    },
    longestMs,
  );
});
