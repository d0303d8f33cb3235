import type { Picture } from './png.ts';

export type Point = { readonly at: number; readonly value: number };

/** What a graph shows. Horizontal marks are values, vertical marks are times. */
export type Graph = {
  readonly width: number;
  readonly height: number;
  readonly isDark: boolean;
  readonly from: number;
  readonly to: number;
  readonly lines: readonly (readonly Point[])[];
  readonly horizontal: readonly number[];
  readonly vertical: readonly number[];
};

/** Background, grid, marks, then the lines' colours in turn; dark backgrounds swap the first two. */
const light = [0xffffff, 0xdddddd, 0xd62728, 0x1f77b4, 0xff7f0e, 0x2ca02c, 0x9467bd, 0x8c564b];
const dark = [0x2a2e33, 0x50555b, ...light.slice(2)];
const [background, grid, mark, firstLine] = [0, 1, 2, 3];

/** Draws lines over a grid; thresholds and events as dashed red lines. */
export function draw(graph: Graph): Picture {
  const { width, height, from, to } = graph;
  const palette = graph.isDark ? dark : light;
  const pixels = new Uint8Array(width * height).fill(background);
  const margin = Math.min(8, Math.floor(Math.min(width, height) / 8));
  const { low, high } = rangeOf(graph);
  const x = (at: number): number =>
    Math.round(margin + ((at - from) / Math.max(1, to - from)) * (width - 1 - 2 * margin));
  const y = (value: number): number =>
    Math.round(height - 1 - margin - ((value - low) / (high - low)) * (height - 1 - 2 * margin));

  function set(column: number, row: number, color: number): void {
    if (column >= 0 && column < width && row >= 0 && row < height) {
      pixels[row * width + column] = color;
    }
  }

  function across(row: number, color: number, dash: number): void {
    for (let column = margin; column < width - margin; column += 1) {
      if (column % (2 * dash) < dash) set(column, row, color);
    }
  }

  function down(column: number, color: number, dash: number): void {
    for (let row = margin; row < height - margin; row += 1) {
      if (row % (2 * dash) < dash) set(column, row, color);
    }
  }

  for (let part = 0; part <= 4; part += 1) across(y(low + ((high - low) * part) / 4), grid, 1);
  graph.lines.forEach((points, index) => {
    const color = firstLine + (index % (palette.length - firstLine));
    for (const [start, end] of pairs(points)) {
      stroke([x(start.at), y(start.value)], [x(end.at), y(end.value)], (column, row) => {
        set(column, row, color);
        set(column, row + 1, color);
      });
    }
  });
  for (const value of graph.horizontal) across(y(value), mark, 6);
  for (const at of graph.vertical) down(x(at), mark, 6);
  return { width, height, pixels, palette };
}

/** A line needs two points; one alone is drawn as a dot. */
function pairs(points: readonly Point[]): readonly (readonly [Point, Point])[] {
  return points.flatMap((start, index): readonly (readonly [Point, Point])[] => {
    const end = points[index + 1] ?? (index === 0 ? start : undefined);
    return end ? [[start, end]] : [];
  });
}

/** The values between bottom and top, thresholds included, with some air above. */
function rangeOf({ lines, horizontal }: Graph): { low: number; high: number } {
  const values = [...lines.flatMap((line) => line.map(({ value }) => value)), ...horizontal];
  const top = values.reduce((most, value) => Math.max(most, value), 0);
  const low = values.reduce((least, value) => Math.min(least, value), 0);
  const high = top === low ? low + 1 : top + (top - low) / 20;
  return { low, high };
}

type Place = readonly [column: number, row: number];

/** Bresenham's line. */
function stroke([x0, y0]: Place, [x1, y1]: Place, dot: (x: number, y: number) => void): void {
  const steps = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0));
  for (let step = 0; step <= steps; step += 1) {
    const share = steps === 0 ? 0 : step / steps;
    dot(Math.round(x0 + (x1 - x0) * share), Math.round(y0 + (y1 - y0) * share));
  }
}
