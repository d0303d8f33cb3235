import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const root = resolve(import.meta.dirname, '..');

type Source = { readonly path: string; readonly text: string; readonly imports: readonly string[] };

const sources: readonly Source[] = ['shared', 'functions', 'local', 'cli'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => read(join(folder, file))),
);

function read(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8');
  const specifiers = [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(
    ([, from = '']) => from,
  );
  const imports = specifiers.map((from) =>
    from.startsWith('.') ? relative(root, resolve(root, dirname(path), from)) : from,
  );
  return { path, text, imports };
}

/** Code without its comments, for rules about what code does. */
const codeOf = ({ text }: Source): string =>
  text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');

const breaking = (rule: (source: Source) => boolean): string[] =>
  sources.filter(rule).map(({ path }) => path);

/** The house, left to right: a room may import from rooms with a smaller number, and from itself. */
const rooms: readonly (readonly [prefix: string, order: number])[] = [
  ['shared/config/', 0],
  ['shared/core/', 1],
  ['shared/wire/', 2],
  ['shared/restart/', 2],
  ['shared/alarm/', 2],
  ['shared/cleanup/', 2],
  ['shared/deploy/', 2],
  ['shared/notify/', 2],
  ['shared/world/', 2],
  ['shared/engine/', 3],
  ['functions/', 4],
  ['local/', 5],
  ['cli/', 6],
];

const roomOf = (path: string) => rooms.find(([prefix]) => path.startsWith(prefix));

describe('the house', () => {
  test('imports point left only, and neighbours never meet', () => {
    const wrong = sources.flatMap(({ path, imports }) => {
      const here = roomOf(path);
      return imports
        .filter((to) => {
          const there = roomOf(to);
          return here && there && there[0] !== here[0] && there[1] >= here[1];
        })
        .map((to) => `${path} -> ${to}`);
    });

    expect(wrong).toEqual([]);
  });

  test('every source file lives in a room', () => {
    expect(breaking(({ path }) => roomOf(path) === undefined)).toEqual([]);
  });

  test('only the world and the local cloud speak to AWS', () => {
    const allowed = /^(shared\/world|local)\//;

    expect(
      breaking(
        ({ path, imports }) =>
          !allowed.test(path) && imports.some((to) => to.startsWith('@aws-sdk')),
      ),
    ).toEqual([]);
  });

  test('middy wraps handlers in one file', () => {
    const users = breaking(({ imports }) => imports.some((to) => to.startsWith('@middy')));

    expect(users).toEqual(['shared/engine/lambda.ts']);
  });

  test('the environment enters at one file', () => {
    const shared = /^(shared|functions)\//;

    expect(
      breaking((source) => shared.test(source.path) && /process\.env/.test(codeOf(source))),
    ).toEqual(['shared/config/env.ts']);
  });

  test('time and chance enter at one file', () => {
    const hidden = /new Date\(\)|Date\.now\(|Math\.random|randomUUID|randomBytes|performance\.now/;
    const shared = /^(shared|functions)\//;

    expect(breaking((source) => shared.test(source.path) && hidden.test(codeOf(source)))).toEqual([
      'shared/world/clock.ts',
    ]);
  });

  test('deciding is synchronous: no decide file awaits, and none looks at the world', () => {
    const decides = sources.filter(({ path }) => /\/decide[^/]*\.ts$/.test(path));
    const impure = decides.filter(
      (source) =>
        /\b(await|async|Promise)\b/.test(codeOf(source)) ||
        source.imports.some((to) => to.endsWith('/gather.ts')),
    );

    expect(decides.length).toBeGreaterThan(0);
    expect(impure.map(({ path }) => path)).toEqual([]);
  });

  test('every decide.ts opens with its rule in plain English', () => {
    const decides = sources.filter(({ path }) => path.endsWith('/decide.ts'));

    expect(decides.filter(({ text }) => !text.startsWith('/**')).map(({ path }) => path)).toEqual(
      [],
    );
  });

  test('the engine names no automation', () => {
    const automation = /^shared\/(restart|alarm|cleanup|deploy)\//;

    expect(
      breaking(
        ({ path, imports }) =>
          path.startsWith('shared/engine/') && imports.some((to) => automation.test(to)),
      ),
    ).toEqual([]);
  });

  test('functions are eight lines at most', () => {
    const tooLong = breaking(
      ({ path, text }) => path.startsWith('functions/') && text.trimEnd().split('\n').length > 8,
    );

    expect(tooLong).toEqual([]);
  });

  test('files have one reason to exist: none is longer than 250 lines', () => {
    expect(breaking(({ text }) => text.split('\n').length > 251)).toEqual([]);
  });

  test('no compiler or linter is silenced', () => {
    const silenced = /@ts-(ignore|nocheck|expect-error)|biome-ignore/;
    const cast = /\bas any\b|: any\b|\bas unknown as\b/;

    expect(breaking((source) => silenced.test(source.text) || cast.test(codeOf(source)))).toEqual(
      [],
    );
  });

  test('only errors are classes, and nothing is exported by default', () => {
    const classes = /^\s*(export )?(abstract )?class (?!\w+ extends \w*Error\b)/m;

    expect(breaking((source) => classes.test(codeOf(source)))).toEqual([]);
    expect(breaking((source) => /^export default/m.test(codeOf(source)))).toEqual([]);
  });
});
