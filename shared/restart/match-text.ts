/**
 * AWS caps a reason at 1024 characters (`ecsMaxTaskReasonLength` in the ECS agent's source); older
 * platforms cut at 255.
 */
const caps: readonly number[] = [255, 1024];

/**
 * How much of a pattern must be left at the end of a cut text. Twelve characters are two words or one
 * long name (`CannotPullCo`): fewer, like `failed to`, begin half of the catalogue's patterns.
 */
const leastPrefix = 12;

/** One line, lower case: reasons come with line breaks, and in more than one spelling. */
const plain = (text: string): string => text.replace(/\s+/g, ' ').trim().toLowerCase();

/** Whether `text` holds `pattern` anywhere, case aside; `*` is any run of characters, and a cut text may end inside it. */
export function textMatches(text: string, pattern: string): boolean {
  const whole = plain(text);
  const sought = plain(pattern);
  return findInOrder(whole, sought.split('*')) !== null || endsInside(text, whole, sought);
}

/** Finds the pieces one after the other; answers where the last one ended. Leftmost first is enough, as `*` takes any run. */
function findInOrder(text: string, pieces: readonly string[]): number | null {
  let position = 0;
  for (const piece of pieces) {
    const found = text.indexOf(piece, position);
    if (found < 0) return null;
    position = found + piece.length;
  }
  return position;
}

function endsInside(raw: string, whole: string, sought: string): boolean {
  const dots = /(\.\.\.|…)$/.exec(whole);
  const atCap = caps.includes(raw.length) || raw.length > Math.max(...caps);
  if (dots === null && !atCap) return false;
  const text = dots === null ? whole : whole.slice(0, dots.index).trimEnd();
  for (let length = sought.length - 1; length >= leastPrefix; length--) {
    if (endsWith(text, sought.slice(0, length).trimEnd())) return true;
  }
  return false;
}

function endsWith(text: string, prefix: string): boolean {
  if (prefix.replaceAll('*', '').length < leastPrefix) return false;
  const pieces = prefix.split('*');
  const last = pieces.pop() ?? '';
  const position = findInOrder(text, pieces);
  return position !== null && text.endsWith(last) && text.length - last.length >= position;
}
