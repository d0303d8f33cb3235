import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** Draws what `deckhand rehearse spot` prints, colours and all, as docs/rehearsal.svg. */

const root = resolve(import.meta.dirname, '..');
/** `ESC [ 3 1 m` and the like. */
const escapeCode = new RegExp(`(${String.fromCharCode(27)}\\[\\d+m)`);

const lineHeight = 18;
const columnWidth = 7.8;
const margin = 16;

const colours: { readonly [code: string]: string } = {
  '31': '#e5534b',
  '32': '#57ab5a',
  '33': '#c69026',
  '35': '#b083f0',
  '36': '#39c5cf',
};

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** One line of terminal output as SVG text: runs between escape codes, each in its colour. */
function line(text: string, index: number): string {
  let style = '';
  const runs = text.split(escapeCode).map((part) => {
    const code = escapeCode.test(part) ? part.slice(2, -1) : undefined;
    if (code === undefined) return part && `<tspan ${style}>${escaped(part)}</tspan>`;
    if (code === '1') style = 'font-weight="bold"';
    else if (code === '2') style = 'fill="#768390"';
    else style = colours[code] ? `fill="${colours[code]}"` : '';
    return '';
  });
  const y = margin + (index + 1) * lineHeight;
  return `<text x="${margin}" y="${y}" xml:space="preserve">${runs.join('')}</text>`;
}

const output = execFileSync(process.execPath, ['cli/deckhand.js', 'rehearse', 'spot'], {
  cwd: root,
  encoding: 'utf8',
  env: { ...process.env, FORCE_COLOR: '1', NO_COLOR: '' },
});
const lines = output.trim().split('\n');
const longest = Math.max(...lines.map((text) => stripVTControlCharacters(text).length));
const width = Math.ceil(longest * columnWidth + 2 * margin);
const height = lines.length * lineHeight + 2 * margin + 8;
writeFileSync(
  resolve(root, 'docs/rehearsal.svg'),
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="13" fill="#adbac7" role="img" aria-labelledby="title">
<title id="title">What deckhand rehearse prints: Spot capacity is taken back, and the tally runs again on Fargate</title>
<rect width="100%" height="100%" rx="8" fill="#22272e"/>
${lines.map(line).join('\n')}
</svg>
`,
);
