import { patterns } from './redact-patterns.ts';

/**
 * More than people read of one line; what is longer is cut before it is searched, so that time
 * stays linear.
 */
const mostCharacters = 1_000;
const mostSearched = 16_000;

/**
 * Takes secrets out of a text for people: access keys, tokens, passwords, signatures of pre-signed
 * URLs, private keys. What is left reads as before; each line is cut to 1,000 characters. Redacting
 * twice changes nothing more.
 */
export const redact = (text: string): string => redactLines(text.split('\n')).join('\n');

/** The same for lines that belong together: a private key may begin in one and end in another. */
export function redactLines(lines: readonly string[]): readonly string[] {
  return withoutKeyBlocks(lines).map((line) => readable(line.slice(0, mostSearched)));
}

const mostRounds = 10;

/**
 * What is taken out, or cut off, may bare something else that reads like a secret: so again, until
 * nothing changes.
 */
function readable(line: string): string {
  let text = line;
  for (let round = 0; round < mostRounds; round += 1) {
    const next = cut(withoutSecrets(text));
    if (next === text) break;
    text = next;
  }
  return text;
}

const withoutSecrets = (line: string): string =>
  patterns.reduce((text, { find, put }) => text.replace(find, put), line);

/** Never cuts through a `[redacted]`, which would look like a secret the next time. */
function cut(line: string): string {
  if (line.length <= mostCharacters) return line;
  const kept = line.slice(0, mostCharacters - 1);
  const marker = kept.lastIndexOf('[');
  const isInMarker = marker >= 0 && '[redacted]'.startsWith(kept.slice(marker));
  return `${(isInMarker ? kept.slice(0, marker) : kept).replace(/[\ud800-\udbff]$/, '')}…`;
}

const beginning = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----/;
const ending = /-----END [A-Z ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----/;
/**
 * A line of a PEM body, perhaps behind a time stamp: nothing else has that many of these in a row.
 */
const body = /(?:^|\s)[A-Za-z0-9+/=]{40,}\s*$/;

/**
 * A block may have lost its first or its last line to the cut of the excerpt; then its body tells
 * how far it goes.
 */
function withoutKeyBlocks(lines: readonly string[]): readonly string[] {
  if (!lines.some((line) => beginning.test(line) || ending.test(line))) return lines;
  const secret = new Set<number>();
  for (const [index, line] of lines.entries()) {
    if (beginning.test(line)) for (const at of bodyFrom(lines, index, 1)) secret.add(at);
    if (ending.test(line)) for (const at of bodyFrom(lines, index, -1)) secret.add(at);
  }
  return lines.map((line, index) => (secret.has(index) ? '[redacted]' : withoutOneLineKey(line)));
}

function bodyFrom(lines: readonly string[], from: number, step: 1 | -1): readonly number[] {
  const found: number[] = [];
  for (let at = from + step; isBody(lines[at]) || isShortTail(lines, at, step); at += step) {
    found.push(at);
  }
  return found;
}

const isBody = (line: string | undefined): boolean => line !== undefined && body.test(line);

/** The last line of a body is shorter than the others; it stands right before the end marker. */
function isShortTail(lines: readonly string[], at: number, step: 1 | -1): boolean {
  const line = lines[at];
  const following = lines[at + 1];
  if (line === undefined || following === undefined || !ending.test(following)) return false;
  return (
    !beginning.test(line) && !ending.test(line) && (step === 1 || /[A-Za-z0-9+/=]$/.test(line))
  );
}

/**
 * A whole key in one line, its line breaks written as `\n`; without an end, all that follows is
 * taken for it.
 */
function withoutOneLineKey(line: string): string {
  const start = beginning.exec(line);
  if (!start) return line;
  const rest = line.slice(start.index + start[0].length);
  const end = ending.exec(rest);
  const before = line.slice(0, start.index + start[0].length);
  if (!end) return rest.trim() === '' ? line : `${before}[redacted]`;
  return `${before}[redacted]${rest.slice(end.index)}`;
}
