import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from '@jest/globals';

/**
 * Compares with `test/golden/<name>`; `UPDATE_GOLDEN=1 npm test` writes what is new, for a person
 * to read in the diff.
 */
export function expectGolden(name: string, text: string): void {
  const file = new URL(`../golden/${name}`, import.meta.url);
  // The one place in the tests that reads the environment: a switch for people, never set in CI.
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, text);
  expect(existsSync(file) ? readFileSync(file, 'utf8') : 'no golden file').toBe(text);
}
