import { describe, expect, test } from '@jest/globals';
import { textMatches } from '../../shared/restart/match-text.ts';

describe('a pattern', () => {
  test.each([
    ['is found anywhere', 'one two three', 'two', true],
    ['is found whatever its case', 'One TWO three', 'tWo', true],
    ['is found across line breaks', 'one\n  two', 'one two', true],
    [
      'may leave out a run of characters',
      'Host EC2 (instance i-1) stopped.',
      'instance *) stopped',
      true,
    ],
    ['wants its pieces in order', 'b then a', 'a*b', false],
    ['does not use a character twice', 'aba', 'ab*ba', false],
    ['takes other signs for what they are', 'a.c', 'a+c', false],
    ['matches everything when it is a star', '', '*', true],
  ])('%s', (_, text, pattern, matches) => {
    expect(textMatches(text, pattern)).toBe(matches);
  });
});

describe('a text that AWS cut', () => {
  const pattern = 'requested access to the resource is denied';
  const ofLength = (length: number, end: string): string => end.padStart(length, 'x');

  test.each([
    ['at 1024 characters, inside the pattern', ofLength(1024, 'requested access to'), true],
    ['beyond 1024 characters', ofLength(1030, 'requested access to'), true],
    ['at 255 characters', ofLength(255, 'requested access to'), true],
    ['with dots', 'error: requested access to...', true],
    ['with one character that is three dots', 'error: requested access to the res…', true],
    ['with dots after a space', 'error: requested access to ...', true],
    ['with too little of the pattern left', 'error: requested a...', false],
    ['with just enough of the pattern left', 'error: requested ac...', true],
    ['elsewhere', 'requested access to nothing...', false],
  ])('%s', (_, text, matches) => {
    expect(textMatches(text, pattern)).toBe(matches);
  });

  test('must look cut: a text that merely ends so says something else', () => {
    expect(textMatches('error: requested access to', pattern)).toBe(false);
  });

  test('may end in what a star stands for', () => {
    expect(
      textMatches('could not transition to runn...', 'could not transition to*timed out'),
    ).toBe(true);
  });
});

test('a pattern of many stars takes no time over a long text', () => {
  const text = 'a'.repeat(250);

  expect(textMatches(text, `${'a*'.repeat(100)}b`)).toBe(false);
});
