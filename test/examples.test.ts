import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { load } from '../shared/config/load.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const files = (pattern: string) => globSync(pattern, { cwd: root }).sort();

const configurations = ['deckhand.yml', ...files('examples/*.yml')];

test.each(configurations)('%s is a configuration that check accepts', (path) => {
  expect(load(read(path))).toMatchObject({ ok: true });
});

test('every example begins with a comment that says what it is for', () => {
  const silent = configurations.filter((path) => !read(path).startsWith('# '));

  expect(configurations.length).toBeGreaterThan(5);
  expect(silent).toEqual([]);
});

/** In our pages, a `yaml` block is always a deckhand.yml; other YAML is fenced as `yml`. */
const blocks = ['README.md', ...files('docs/**/*.md')]
  .filter((path) => existsSync(join(root, path)))
  .flatMap((path) =>
    [...read(path).matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text = ''], index) => ({
      name: `${path}, yaml block ${index + 1}`,
      text,
    })),
  );

describe('what the pages show is accepted as it stands', () => {
  test('and there is something to accept', () => {
    expect(blocks.length).toBeGreaterThan(5);
  });

  test.each(blocks)('$name', ({ text }) => {
    expect(load(text)).toMatchObject({ ok: true });
  });
});
