import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseJson } from '../../cli/json.ts';
import { BadInput } from '../../shared/core/errors.ts';

test('what is JSON is read', () => {
  expect(parseJson(' { "a": [1, null] } ', 'event.json')).toEqual({ a: [1, null] });
});

test.each([
  ['', 'event.json:1:1: not JSON: Unexpected end of JSON input'],
  ['{"a":\n x}', "event.json:2:2: not JSON: Unexpected token 'x'"],
  ['[1,,2]', "event.json:1:4: not JSON: Unexpected token ','"],
  ['{"a": []\n, "b": [1,]}', "event.json:2:11: not JSON: Unexpected token ']'"],
  [']', "event.json:1:1: not JSON: Unexpected token ']'"],
  ['{"a": 1', "event.json:1:8: not JSON: Expected ',' or '}' after property value"],
  ["{\n  'a': 1}", "event.json:2:3: not JSON: Expected property name or '}'"],
  ['{} {}', 'event.json:1:4: not JSON: Unexpected non-whitespace character after JSON'],
  ['{"a": "1\n"}', 'event.json:1:9: not JSON: Bad control character in string literal'],
  [`{"a": "${'b'.repeat(60)}", "c": d}`, "event.json:1:76: not JSON: Unexpected token 'd'"],
])('%j is refused with its place', (text, message) => {
  expect(refusalOf(text)).toBe(message);
});

test('whatever is refused is refused in one line', () => {
  const text = fc.array(fc.constantFrom('{', '}', '[', ']', ',', ':', '"', 'a', '1', '\n', '\\'));
  fc.assert(
    fc.property(text, (characters) => {
      const refusal = refusalOf(characters.join(''));

      expect(refusal ?? 'event.json:1:1: not JSON: none').toMatch(
        /^event\.json:\d+:\d+: not JSON: [^\n]+$/,
      );
    }),
    { numRuns: 1000 },
  );
});

function refusalOf(text: string): string | null {
  try {
    parseJson(text, 'event.json');
    return null;
  } catch (error) {
    return error instanceof BadInput ? error.message : `not BadInput: ${error}`;
  }
}
