import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../events/', import.meta.url);

/** A payload of `test/events/`, by its path without `.json`. */
export function eventNamed(path: string): unknown {
  return JSON.parse(readFileSync(new URL(`${path}.json`, folder), 'utf8'));
}

/** The payloads in a folder of `test/events/`, without `.json`. */
export function eventsIn(path: string): readonly string[] {
  return readdirSync(new URL(`${path}/`, folder))
    .filter((name) => name.endsWith('.json'))
    .map((name) => `${path === '.' ? '' : `${path}/`}${name.replace(/\.json$/, '')}`);
}
