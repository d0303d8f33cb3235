import { BadInput, messageOf } from '../shared/core/errors.ts';

/** Reads JSON. Throws `BadInput` of one line that says where it stops being JSON, and why. */
export function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = messageOf(cause);
    const [, told] = message.match(/at position (\d+)/) ?? [];
    const before = text.slice(0, told === undefined ? faultIn(text) : Number(told));
    const line = before.split('\n').length;
    const column = before.length - before.lastIndexOf('\n');
    const why = message.replace(
      /(, (\.\.\.)?"|( in JSON)? at position| is not valid JSON)[\s\S]*$/,
      '',
    );
    throw new BadInput(`${name}:${line}:${column}: not JSON: ${why}`, { cause });
  }
}

const token = /\s*("(?:[^"\\\n]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[{}[\],:])/y;

/**
 * Where the first token stands that cannot stand there. V8 keeps this to itself for unexpected tokens only:
 * what is no token at all, or a sign where a value has to be.
 */
function faultIn(text: string): number {
  let at = 0;
  let previous = '[';
  token.lastIndex = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [, found = ''] = match;
    const valueWanted = /^[[,:]$/.test(previous);
    const isEmptyList = previous === '[' && found === ']' && at > 0;
    if (valueWanted && /^[\]},:]$/.test(found) && !isEmptyList) break;
    at = token.lastIndex;
    previous = found;
  }
  token.lastIndex = 0;
  return at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0);
}
