import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fitting } from '../../shared/world/fitting.ts';
import { aNotice } from '../support/notices.ts';

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
const maxBytes = 256 * 1_024;

test('a notice that fits stays as it is', () => {
  const notice = aNotice({ log: { container: 'report', lines: ['x'.repeat(200_000)] } });

  const fits = fitting('ops', notice);

  expect(fits).toBe(notice);
});

test('long log lines are shortened before anything else is', () => {
  const lines = Array.from({ length: 20 }, (_, index) => `${index} ${'x'.repeat(20_000)}`);
  const changes = ['image: report:6 → report:7'];
  const notice = aNotice({ log: { container: 'report', lines }, changes });

  const fits = fitting('ops', notice);

  expect(fits.log?.lines.map((line) => line.length)).toEqual(Array(20).fill(501));
  expect({ ...fits, log: notice.log }).toEqual(notice);
});

test('of too many lines the last twenty stay', () => {
  const lines = Array.from({ length: 2_000 }, (_, index) => `${index} ${'x'.repeat(400)}`);

  const fits = fitting('ops', aNotice({ log: { container: 'report', lines } }));

  expect(fits.log?.lines).toEqual(lines.slice(-20));
});

test('whatever is long in it, a notice becomes one that fits', () => {
  const long = fc.nat(200_000).map((length) => '船'.repeat(length));
  const list = fc.array(long, { maxLength: 3 });
  fc.assert(
    fc.property(list, list, list, long, long, (lines, changes, values, title, because) => {
      const notice = aNotice({
        title,
        summary: title,
        log: { container: 'report', lines },
        changes,
        fields: values.map((value) => ({ name: 'field', value })),
        links: values.map((text) => ({ text, url: 'https://example.com' })),
        reasons: [{ rule: 'rule', holds: true, because }],
      });

      const fits = fitting('ops', notice);

      expect(bytesOf({ receiver: 'ops', notice: fits })).toBeLessThanOrEqual(maxBytes);
    }),
    { numRuns: 30 },
  );
});
