import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Ledger } from '../../shared/core/cleanup.ts';
import type { PastRecord } from '../../shared/core/operations.ts';
import { day, runs, sweeping } from '../support/cleanups.ts';
import { deckhand } from '../support/cli.ts';
import { hour } from '../support/scene.ts';
import { type Served, serve } from '../support/served.ts';

const images = 20_000;
const longestMs = 300_000;
const before = ['--before', '2026-03-04T00:00:00Z', '--since', '3d'];

describe('the ledger of a repository with 20,000 images', () => {
  let stack: Served;

  beforeAll(async () => {
    stack = await serve(sweeping());
    const { cloud } = stack;
    // No event for each push: it is the scheduled run that this is about.
    cloud.bus.lose((event) => event.source === 'aws.ecr', images);
    cloud.ecr.push({ repository: 'shop/web', tag: 'used' });
    for (let index = 2; index < images; index += 1) {
      cloud.ecr.push({ repository: 'shop/web', tag: `build-${index}`, content: String(index) });
    }
    await runs(stack, 'web', cloud.ecr.uri('shop/web', 'used'));
    await stack.pass(2 * day + 2 * hour);
  }, longestMs);

  afterAll(() => stack.close());

  const printed = async (...how: readonly string[]) => stack.deckhand('history', ...before, ...how);

  test(
    'is printed whole by deckhand history --json: each image once, and why it goes or stays',
    async () => {
      const { code, stdout } = await printed('--json');

      const [last, first] = ledgersIn(stdout);
      expect(code).toBe(0);
      expect(digestsOf(first).size).toBe(images - 1);
      expect(digestsOf(last).size).toBe(images - 1 - 500);
      expect(last?.kept.filter(({ because }) => because === '')).toEqual([]);
      expect(last?.kept.filter(({ why }) => why === 'in-use')).toMatchObject([
        { tags: ['used'], because: 'in use: task definition web:1' },
      ]);
    },
    longestMs,
  );

  test(
    'is left where it is by deckhand history without --json',
    async () => {
      const earlier = stack.cloud.calls.length;

      const { code, stdout } = await printed();

      const asked = stack.cloud.calls.slice(earlier).map(({ action }) => action);
      expect(code).toBe(0);
      expect(stdout).toContain('the policy lets 500 of 19999 images of shop/web go');
      expect(asked.filter((action) => action === 'BatchGetItem')).toHaveLength(2);
    },
    longestMs,
  );

  test(
    'costs one write, of 42 bytes an image at the most',
    () => {
      const writes = stack.cloud.calls
        .filter(({ principal, action }) => `${principal} ${action}` === 'cleanupDue BatchWriteItem')
        .map(({ input }) => JSON.stringify(input))
        .filter((input) => input.includes('packed#'));

      // Bytes travel as base64, four characters for three of them.
      const bytes = writes.map((input) => input.length * (3 / 4));
      expect(writes).toHaveLength(2);
      expect(Math.max(...bytes)).toBeLessThan(42 * images);
    },
    longestMs,
  );

  test(
    'takes one call for each thousand images, and one for each hundred that go',
    () => {
      const ofCleanup = stack.cloud.calls.filter(({ principal }) => principal === 'cleanupDue');
      const listings = ofCleanup.filter(
        ({ action, input }) => action === 'DescribeImages' && !('imageIds' in input),
      );
      const deletions = ofCleanup.filter(({ action }) => action === 'BatchDeleteImage');

      expect(listings).toHaveLength(2 * Math.ceil(images / 1_000));
      expect(deletions).toHaveLength(2 * 5);
    },
    longestMs,
  );

  test(
    'is unknown where a part of it is gone, says so, and is not decided again by deckhand replay',
    async () => {
      const TableName = stack.cloud.template.resources.tables[0]?.TableName;
      const { Items } = await stack.call('dynamodb', 'Scan', { TableName });
      const pk = { S: /packed#\w+#1/.exec(JSON.stringify(Items))?.[0] ?? '' };
      await stack.call('dynamodb', 'DeleteItem', { TableName, Key: { pk, sk: { S: 'part' } } });

      const { code, stdout } = await printed('--json');
      const replayed = await deckhand(['replay', '-', '--json'], { input: stdout });

      const unread = expect.stringMatching(/^1 of the \d parts of the record are missing$/);
      expect(code).toBe(1);
      expect(JSON.parse(stdout)).toContainEqual(
        expect.objectContaining({
          decision: { verdict: 'delete', reasons: expect.anything() },
          unread,
        }),
      );
      expect(ledgersIn(stdout)).toHaveLength(1);
      expect(replayed.code).toBe(1);
      expect(JSON.parse(replayed.stdout).unread).toContainEqual(
        expect.objectContaining({ why: unread }),
      );
    },
    longestMs,
  );
});

function ledgersIn(stdout: string): readonly Ledger[] {
  const records: readonly PastRecord[] = JSON.parse(stdout);
  return records.flatMap(({ decision: { actions = [] } }) =>
    actions.flatMap((action) => (action.do === 'keep-ledger' ? action.ledger : [])),
  );
}

const digestsOf = (ledger: Ledger | undefined): ReadonlySet<string> =>
  new Set([...(ledger?.going ?? []), ...(ledger?.kept ?? [])].map(({ digest }) => digest));
