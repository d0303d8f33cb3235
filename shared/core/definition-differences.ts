import { isDeepStrictEqual } from 'node:util';
import type { Json } from './json.ts';
import type { RegistrationBody, WireDefinition } from './rollout.ts';

/**
 * What DescribeTaskDefinition tells and RegisterTaskDefinition does not take. Source: botocore's models of both; and
 * `registeredBy`, `deleteRequestedAt`, which older lists leave out.
 */
export const notRegistered: readonly string[] = [
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'registeredBy',
  'deregisteredAt',
  'deleteRequestedAt',
];

/**
 * The paths at which a registered revision is not what its registration said: `containerDefinitions.0.cpu`. Values are
 * left out, as they may be secrets.
 */
export function differencesBetween(
  { tags: meantTags, ...meant }: RegistrationBody,
  found: WireDefinition['definition'],
  tags: WireDefinition['tags'],
): readonly string[] {
  const rest = Object.fromEntries(
    Object.entries(found).filter(([field]) => !notRegistered.includes(field)),
  );
  const tagsDiffer = !isDeepStrictEqual(sorted(pairsIn(meantTags)), sorted(tags));
  return [...differences(meant, rest, ''), ...(tagsDiffer ? ['tags'] : [])];
}

const pairsIn = (tags: Json | undefined): WireDefinition['tags'] =>
  (Array.isArray(tags) ? tags : []).flatMap((tag) =>
    isObject(tag) ? [{ key: String(tag.key ?? ''), value: String(tag.value ?? '') }] : [],
  );

/** ECS answers tags in no order of its own. AWS's own are none of ours. */
const sorted = (tags: WireDefinition['tags']): WireDefinition['tags'] =>
  tags
    .filter(({ key }) => !key.startsWith('aws:'))
    .toSorted((one, other) => one.key.localeCompare(other.key));

function differences(one: Json | undefined, other: Json | undefined, path: string): string[] {
  if (Array.isArray(one) && Array.isArray(other) && one.length === other.length) {
    return one.flatMap((item, index) => differences(item, other[index], at(path, String(index))));
  }
  if (isObject(one) && isObject(other)) {
    const fields = [...new Set([...Object.keys(one), ...Object.keys(other)])];
    return fields.flatMap((field) => differences(one[field], other[field], at(path, field)));
  }
  return isDeepStrictEqual(one, other) ? [] : [path];
}

const at = (path: string, part: string): string => (path ? `${path}.${part}` : part);

type JsonObject = { readonly [field: string]: Json | undefined };

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
