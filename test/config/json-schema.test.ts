import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { configReference } from '../../scripts/config-reference.ts';
import { configJsonSchema } from '../../shared/config/json-schema.ts';
import { load } from '../../shared/config/load.ts';
import { normalise } from '../../shared/config/normalise.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

describe('the published schema and page (npm run schema writes both)', () => {
  test('docs/deckhand.schema.json is the schema that check uses', () => {
    expect(JSON.parse(read('docs/deckhand.schema.json'))).toEqual(configJsonSchema());
  });

  test('docs/configuration.md has every key', () => {
    expect(read('docs/configuration.md')).toContain(configReference());
  });
});

type Node = {
  readonly description?: string;
  readonly default?: unknown;
  readonly additionalProperties?: unknown;
  readonly properties?: { readonly [key: string]: Node };
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
};

/** Every key with its schema, by path. */
function keysOf(node: Node, path = ''): [string, Node][] {
  return [
    ...Object.entries(node.properties ?? {}).flatMap(([name, property]): [string, Node][] => {
      const key = path === '' ? name : `${path}.${name}`;
      return [[key, property], ...keysOf(property, key)];
    }),
    ...(node.items ? keysOf(node.items, `${path}[]`) : []),
    ...(node.anyOf ?? []).flatMap((branch) => keysOf(branch, path)),
  ];
}

const published: Node = JSON.parse(read('docs/deckhand.schema.json'));
const keys = keysOf(published);

describe('the schema', () => {
  test('describes every key', () => {
    const silent = keys.filter(([, { description }]) => !description).map(([key]) => key);

    expect(keys.length).toBeGreaterThan(70);
    expect(silent).toEqual([]);
  });

  test('allows no unknown key in any group', () => {
    const open = keys.filter(
      ([, { properties, additionalProperties }]) => properties && additionalProperties !== false,
    );

    expect(open).toEqual([]);
  });

  test('tells the defaults that hold', () => {
    const written = keys
      .filter(([key, node]) => node.default !== undefined && !key.includes('['))
      .filter(([key]) => !/^(restart\.outOfMemory|deploy\.scan\.)/.test(key));

    const loaded = written.map(([key, node]) => load(flow(key, node.default)));

    expect(written.length).toBeGreaterThan(12);
    expect(loaded).toEqual(written.map(() => ({ ok: true, config: normalise({}) })));
  });
});

test('a rule for restarts has no defaults in the schema, because it takes them from the section', () => {
  const told = keys.filter(([key, node]) => /^restart\.rules\[\]/.test(key) && 'default' in node);

  expect(told).toEqual([]);
});

/** `restart.backoff.rate` and 2 as one line of YAML. */
const flow = (key: string, value: unknown): string =>
  key
    .split('.')
    .reduceRight<string>((inner, name) => `{ ${name}: ${inner} }`, JSON.stringify(value));
