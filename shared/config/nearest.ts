/** How many letters have to be added, dropped or replaced to make one text of the other. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (const [column, otherLetter] of [...other].entries()) {
      const replaced = (row[column] ?? 0) + (letter === otherLetter ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** The candidate that `text` was probably meant to be, or `null` where none is near enough to be a slip. */
export function nearest(text: string, candidates: readonly string[]): string | null {
  const limit = Math.max(1, Math.floor(text.length / 3));
  const typed = text.slice(0, 100).toLowerCase();
  let best: { candidate: string; distance: number } | null = null;
  for (const candidate of candidates) {
    const away = distance(typed, candidate.toLowerCase());
    if (away <= limit && (best === null || away < best.distance)) {
      best = { candidate, distance: away };
    }
  }
  return best?.candidate ?? null;
}

/** `, did you mean \`attempts\`?`, or nothing where no candidate is near. */
export function suggestion(text: string, candidates: readonly string[]): string {
  const candidate = nearest(text, candidates);
  return candidate === null ? '' : `, did you mean \`${candidate}\`?`;
}
