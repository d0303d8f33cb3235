/**
 * How long a plan takes, and how much memory: `npm run bench:cleanup`. Each size runs in a process of its own, so that
 * none has the memory of the one before. Measured is `planCleanup` alone: by the clock, and the processor time of all threads, garbage
 * collection included, which a busy machine does not blur. The peak is the whole process, its images included.
 */
import { spawnSync } from 'node:child_process';
import { planCleanup } from '../shared/cleanup/plan.ts';
import { cleanupOf } from './inventory.ts';

const sizes = [10_000, 100_000, 1_000_000];

function measure(count: number): void {
  const { facts, rule } = cleanupOf(count);
  const before = process.cpuUsage();
  const start = process.hrtime.bigint();
  const plan = planCleanup(facts, rule);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const { user, system } = process.cpuUsage(before);
  const megabytes = process.resourceUsage().maxRSS / 1024;
  const columns = [
    count.toLocaleString('en').padStart(10),
    `${seconds.toFixed(2)} s`.padStart(9),
    `${((user + system) / 1e6).toFixed(2)} s`.padStart(9),
    `${megabytes.toFixed(0)} MB`.padStart(9),
    plan.delete.length.toLocaleString('en').padStart(10),
    plan.keep.length.toLocaleString('en').padStart(10),
  ];
  process.stdout.write(`${columns.join('')}\n`);
}

const [, , size] = process.argv;

if (size !== undefined) {
  measure(Number(size));
} else {
  process.stdout.write('    images     time      CPU     peak    delete      keep\n');
  for (const each of sizes) {
    const { status } = spawnSync(process.execPath, [import.meta.filename, String(each)], {
      stdio: 'inherit',
    });
    if (status !== 0) process.exitCode = 1;
  }
}
