import { type Feature, features, featuresOf } from '../features.ts';
import type { Config } from '../types.ts';
import { type Scopes, scopesOf } from './scopes.ts';

/**
 * What of a `serverless.yml` is deployed for a configuration. Whatever is marked `when: restart`, or `when:` with a
 * list, goes unless one of these features is asked for; `{restart.clusters}` in a text becomes one text for each of
 * the configuration's clusters. Throws for a feature or a name that there is not.
 */
export function deployed(document: unknown, config: Config): unknown {
  const [left] = step(document, { on: featuresOf(config), scopes: scopesOf(config) });
  if (!isMap(left) || !isMap(left.functions)) return left;
  return { ...left, functions: withReserved(left.functions, config) };
}

/** Functions with the concurrency that the configuration reserves for them. */
function withReserved(functions: object, { reservedConcurrency }: Config): object {
  const reserved: { readonly [name: string]: number | undefined } = reservedConcurrency;
  return Object.fromEntries(
    Object.entries(functions).map(([name, fn]) => [
      name,
      reserved[name] === undefined ? fn : { ...fn, reservedConcurrency: reserved[name] },
    ]),
  );
}

type Asked = { readonly on: ReadonlySet<Feature>; readonly scopes: Scopes };

/** No value, one, or one for each name that a text in it stands for. */
function step(value: unknown, asked: Asked): readonly unknown[] {
  if (typeof value === 'string') return expand(value, asked.scopes);
  if (Array.isArray(value)) return [value.flatMap((member) => step(member, asked))];
  if (!isMap(value)) return [value];
  const { when, ...rest } = value;
  if (when !== undefined && !isAskedFor(when, asked.on)) return [];
  const { 'Fn::Sub': substituted } = rest;
  if (typeof substituted === 'string') {
    return expand(substituted, asked.scopes).map((text) => ({ 'Fn::Sub': text }));
  }
  const members = Object.entries(rest).flatMap(([key, member]) => {
    const values = step(member, asked);
    return values.length === 0 ? [] : [[key, values.length === 1 ? values[0] : values] as const];
  });
  return [Object.fromEntries(members)];
}

const isMap = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null;

const isAskedFor = (when: unknown, on: ReadonlySet<Feature>): boolean =>
  [when]
    .flat()
    .map(featureNamed)
    .some((feature) => on.has(feature));

function featureNamed(name: unknown): Feature {
  if (isFeature(name)) return name;
  throw new Error(`serverless.yml: there is no feature ${String(name)}`);
}

const isFeature = (name: unknown): name is Feature =>
  typeof name === 'string' && Object.hasOwn(features, name);

/** `{name}`, but not `${name}`, which is CloudFormation's. */
const scope = /(?<!\$)\{([A-Za-z]+(?:\.[A-Za-z]+)?)\}/;

function expand(text: string, scopes: Scopes): readonly string[] {
  const [whole, name] = scope.exec(text) ?? [];
  if (whole === undefined || name === undefined) return [text];
  const values = scopes[name];
  if (!values) throw new Error(`serverless.yml: nothing is called ${whole}`);
  return values.flatMap((value) =>
    expand(
      text.replace(whole, () => value),
      scopes,
    ),
  );
}
