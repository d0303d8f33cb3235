/** Milliseconds in one of each unit a duration may be written in. */
const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const isUnit = (unit: string): unit is keyof typeof unitMs => unit in unitMs;

/**
 * Reads a duration as people write it (`90s`, `10m`, `1h30m`, `2d`) into milliseconds.
 * Answers `null` where the text is not a duration, so that the caller can say where it stood.
 */
export function parseDurationMs(text: string): number | null {
  if (!/^(\d+(ms|s|m|h|d))+$/.test(text)) return null;
  let totalMs = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)(ms|s|m|h|d)/g)) {
    if (amount === undefined || unit === undefined || !isUnit(unit)) return null;
    totalMs += Number(amount) * unitMs[unit];
  }
  return totalMs;
}

/** Writes milliseconds the way people say them, in at most two units: `45s`, `10m`, `1h 30m`. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.round(durationMs / unitMs.s);
  if (seconds < 1) return `${Math.max(0, Math.round(durationMs))}ms`;
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor((seconds % 86_400) / 3_600), 'h'],
    [Math.floor((seconds % 3_600) / 60), 'm'],
    [seconds % 60, 's'],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount}${unit}`)
    .join(' ');
}
