import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { patchedPolicy } from '../../shared/cleanup/patch.ts';
import { load } from '../../shared/config/load.ts';
import { isExtended, readPolicy } from '../../shared/config/policy-text.ts';
import { anImage } from '../support/ecr.ts';

const page = readFileSync(new URL('../../docs/cleanup.md', import.meta.url), 'utf8');

const blocks = (language: string): readonly string[] =>
  [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, tag, text = '']) =>
    tag === language ? [text] : [],
  );

test('every configuration of the page is one', () => {
  const read = blocks('yaml').map((text) => load(text));

  expect(read.length).toBeGreaterThan(1);
  expect(read).toEqual(read.map(() => expect.objectContaining({ ok: true })));
});

test('its patched policy is what the guard makes of the last of its rules, and ECR takes it', () => {
  const [text = '', ...more] = blocks('json');
  const read = readPolicy(text);
  const policy = 'policy' in read ? read.policy : { rules: [] };
  const before = { rules: policy.rules.slice(-1) };

  expect(more).toEqual([]);
  expect(isExtended(policy)).toBe(false);
  expect(patchedPolicy(before, [anImage('pinned')])?.policy).toEqual(policy);
});
