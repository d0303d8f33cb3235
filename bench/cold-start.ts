/**
 * What a cold start costs: `npm run bench:cold-start`. Each function, bundled as it is packaged, is held against a bundle
 * of nothing but the clients of the SDK that its role allows. "starts" is its module, which is what Lambda calls the
 * init phase; "is ready" adds every adapter that it may use, more than any one event needs. Measured is processor time,
 * which a busy machine does not blur, in processes of their own, the two bundles by turns; told are medians.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bundle, bundleOf, clientsAlone } from './cold-start/bundles.ts';
import { type Subject, subjects } from './cold-start/clients.ts';

const rounds = Number(process.argv[2] ?? 11);

/** Processor time in milliseconds: of the entry, and of the entry with all that is loaded later. */
type Cost = { readonly starts: number; readonly isReady: number };

/** Imports the files it is given and prints the processor time; runs in a process of its own. */
const importer = `
  const spent = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
  const [entry, ...later] = process.argv.slice(1);
  const before = spent();
  await import(entry);
  const started = spent();
  await Promise.all(later.map((file) => import(file)));
  console.log(JSON.stringify({ starts: started - before, isReady: spent() - before }));
`;

function costOf({ entry, later }: Bundle): Cost {
  const words = ['--input-type=module', '-e', importer, entry, ...later];
  const env = { STAGE: 'bench', POWERTOOLS_LOG_LEVEL: 'SILENT' };
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8', env });
  if (status !== 0) throw new Error(stderr);
  const cost: Cost = JSON.parse(stdout);
  return cost;
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

async function measure(subject: Subject, folder: string): Promise<string> {
  const ours = await bundleOf(subject, join(folder, subject.name));
  const alone = await clientsAlone(subject, join(folder, `${subject.name}-clients`));
  const costs = Array.from({ length: rounds }, () => [costOf(ours), costOf(alone)] as const);
  const starts = median(costs.map(([own]) => own.starts));
  const isReady = median(costs.map(([own]) => own.isReady));
  const clients = median(costs.map(([, other]) => other.starts));
  return row([
    subject.name,
    `${Math.round(ours.zippedBytes / 1024)} KiB`,
    String(subject.clients.length),
    `${clients.toFixed(0)} ms`,
    `${starts.toFixed(0)} ms`,
    `${(starts / clients).toFixed(2)} x`,
    `${isReady.toFixed(0)} ms`,
    `${(isReady / clients).toFixed(2)} x`,
  ]);
}

const row = ([name = '', ...columns]: readonly string[]): string =>
  `${name.padEnd(18)}${columns.map((column) => column.padStart(10)).join('')}\n`;

const folder = mkdtempSync(join(tmpdir(), 'deckhand-cold-start-'));
try {
  process.stdout.write(row(['', 'zipped', 'clients', 'alone', 'starts', '', 'is ready', '']));
  for (const subject of subjects()) process.stdout.write(await measure(subject, folder));
} finally {
  rmSync(folder, { recursive: true });
}
