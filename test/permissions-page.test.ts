import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { reasons } from '../scripts/permission-reasons.ts';
import { permissionsPage } from '../scripts/permissions-page.ts';

const page = readFileSync(new URL('../docs/permissions.md', import.meta.url), 'utf8');

test('docs/permissions.md is what serverless.yml says (npm run permissions writes it)', () => {
  expect(page).toBe(permissionsPage());
});

test('no reason is kept for a permission that nothing has any more', () => {
  const actions = Object.keys(reasons).map((key) => key.split(' ')[0]);

  expect(actions.filter((action) => !page.includes(`\`${action}\``))).toEqual([]);
});
