import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { stopCausesPage } from '../../scripts/stop-causes-page.ts';

test('docs/stop-causes.md is what the catalogue says (npm run stop-causes writes it)', () => {
  const page = readFileSync(new URL('../../docs/stop-causes.md', import.meta.url), 'utf8');

  expect(page).toBe(stopCausesPage());
});
