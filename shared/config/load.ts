import { LineCounter, type LineCounter as Lines, parseDocument, type YAMLError } from 'yaml';
import { normalise } from './normalise.ts';
import { type Problem, validate } from './problems.ts';
import type { Config } from './types.ts';
import { WrittenConfig } from './written.ts';

/** A configuration that may be used, or everything that is wrong with it. */
export type Loaded =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads the text of a `deckhand.yml`. Never throws: what is no YAML is a problem, too, whose path is
 * `line:column`. An empty file is all defaults. Anchors, aliases and merge keys (`<<`) work.
 */
export function load(text: string): Loaded {
  const read = readYaml(text);
  if ('problems' in read) return { ok: false, problems: read.problems };
  const written = validate(WrittenConfig, read.value ?? {});
  return 'problems' in written
    ? { ok: false, problems: written.problems }
    : { ok: true, config: normalise(written.value) };
}

/** Reads YAML, of which JSON is a part; a problem has the path `line:column`. */
export function readYaml(text: string): { value: unknown } | { problems: Problem[] } {
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      merge: true,
      logLevel: 'error',
    });
    const errors = [...document.errors, ...document.warnings];
    if (errors.length > 0) return { problems: worthTelling(errors, lines) };
    return { value: document.toJS() };
  } catch (error) {
    // Nesting thousands of levels deep, or aliases that would unfold without end.
    const why = error instanceof Error ? error.message : String(error);
    return { problems: [{ path: '', message: `cannot be read as YAML: ${why.split('\n')[0]}` }] };
  }
}

/** Duplicate keys are told each; of other errors the first, since the rest mostly follow from it. */
function worthTelling(errors: readonly YAMLError[], lines: Lines): Problem[] {
  const duplicates = errors.filter(({ code }) => code === 'DUPLICATE_KEY');
  const told = duplicates.length === errors.length ? duplicates : errors.slice(0, 1);
  return told.map(({ code, message, pos: [start] }) => {
    const { line, col } = lines.linePos(start);
    return { path: `${line}:${col}`, message: inOurWords[code] ?? message.replaceAll('\n', ' ') };
  });
}

const inOurWords: { readonly [code: string]: string } = {
  DUPLICATE_KEY: 'this key stands further up already',
  MULTIPLE_DOCS: 'expected one document, found a second one',
};
