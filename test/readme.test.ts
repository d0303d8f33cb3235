import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { minute, openScene } from './support/scene.ts';

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');

/** What README shows as a message in Slack: the lines of its quotation, without Markdown's marks. */
const quoted = readme
  .split('\n')
  .filter((line) => line.startsWith('> '))
  .map((line) =>
    line
      .slice(2)
      .replaceAll(/\*\*|`/g, '')
      .replace(/\s*<br>$/, ''),
  )
  .filter((line) => line !== '');

test('the message in Slack that README shows is one that is really sent', async () => {
  const scene = await openScene();
  scene.play('report', {
    writes: ['loaded 412000 rows', 'heap 498 of 512 MB'],
    outOfMemory: { afterMs: 3 * minute, needsMiB: 1024 },
  });
  await scene.runTask();
  await scene.pass(4 * minute);

  const shown = scene.shown().replaceAll(/\\n/g, '\n').replaceAll(/\*|`/g, '');

  expect(quoted.length).toBeGreaterThan(5);
  for (const line of quoted) expect(shown).toContain(line);
});
