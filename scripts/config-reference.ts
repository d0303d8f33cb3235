import type * as z from 'zod';
import { configJsonSchema } from '../shared/config/json-schema.ts';

type Schema = z.core.JSONSchema.BaseSchema;
type Row = readonly [key: string, type: string, fallback: string, meaning: string];

const durationPattern = String.raw`^(\d+(ms|s|m|h|d))+$`;

/** Every key of `deckhand.yml` as a Markdown table, one row each, taken from the JSON Schema. */
export function configReference(): string {
  const rows: Row[] = [
    ['Key', 'Type', 'Default', 'Meaning'],
    ['---', '---', '---', '---'],
    ...rowsOf(configJsonSchema(), ''),
  ];
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function rowsOf(schema: Schema, path: string): Row[] {
  const required = schema.required ?? [];
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]): Row[] => {
    if (typeof property === 'boolean' || isInherited(path, name)) return [];
    const key = path === '' ? name : `${path}.${name}`;
    const row: Row = [
      `\`${key}\``,
      typeOf(property),
      required.includes(name) ? 'required' : shown(property.default),
      meaningOf(property),
    ];
    return [row, ...nestedIn(property, key)];
  });
}

/** A rule takes the same settings as the section: they stand in the table once. */
function isInherited(path: string, name: string): boolean {
  return /^(restart|deploy)\.rules\[\]$/.test(path) && name !== 'match';
}

function nestedIn(schema: Schema, key: string): Row[] {
  const item = schema.items;
  const isSchema = typeof item === 'object' && !Array.isArray(item);
  return [
    ...rowsOf(schema, key),
    ...(isSchema ? nestedIn(item, `${key}[]`) : []),
    ...(schema.anyOf ?? []).flatMap((branch) =>
      typeof branch === 'object' && branch.properties ? rowsOf(branch, key) : [],
    ),
  ];
}

function typeOf(schema: Schema | boolean): string {
  if (typeof schema === 'boolean') return 'anything';
  if (schema.$ref) return 'route';
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeOf))].join(' or ');
  if (schema.enum) return schema.enum.map(shown).join(', ');
  if (schema.const !== undefined) return shown(schema.const);
  if (schema.pattern === durationPattern) return 'duration';
  const { items } = schema;
  if (schema.type === 'array' && items !== undefined && !Array.isArray(items)) {
    return `list of ${typeOf(items)}`;
  }
  const type = String(schema.type);
  return `${words[type] ?? type}${rangeOf(schema)}`;
}

const words: { readonly [type: string]: string } = {
  string: 'text',
  integer: 'whole number',
  object: 'group',
  boolean: '`true`, `false`',
};

function rangeOf({ minimum, exclusiveMinimum, maximum }: Schema): string {
  if (maximum === undefined || maximum > Number.MAX_SAFE_INTEGER / 2) return '';
  const least = minimum ?? (exclusiveMinimum === undefined ? '' : `over ${exclusiveMinimum}`);
  return `, ${least} to ${maximum}`;
}

function meaningOf({ description, examples }: Schema): string {
  const example = Array.isArray(examples) ? examples.map(shown).join(', ') : '';
  return `${description ?? ''}${example && ` For example ${example}.`}`.replaceAll('|', '\\|');
}

const shown = (value: unknown): string => {
  if (value === undefined) return '';
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
};
