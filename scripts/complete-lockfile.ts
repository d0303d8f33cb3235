import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Adds to package-lock.json the optional packages that npm left out because the registry at hand does not serve
 * them: binaries for platforms other than this one. Without their entries `npm ci` calls the lock file out of sync;
 * with them it knows that it need not fetch them here, and what to fetch elsewhere.
 */

type Entry = {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: { [name: string]: string };
};

const file = resolve(import.meta.dirname, '../package-lock.json');
const lock: { packages: { [path: string]: Entry } } = JSON.parse(readFileSync(file, 'utf8'));

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32', 'aix', 'sunos'];
const processors = [
  'arm64',
  'x64',
  'arm',
  'ppc64',
  'riscv64',
  's390x',
  'ia32',
  'loong64',
  'wasm32',
];

const partIn = (name: string, known: readonly string[]): string | undefined =>
  known.find((part) => new RegExp(`[-/]${part}(-|$)`).test(name));

/** What a package's name says about where it runs: `@biomejs/cli-linux-x64-musl`. */
function platformOf(name: string): Pick<Entry, 'os' | 'cpu' | 'libc'> {
  const os = partIn(name, systems);
  const cpu = partIn(name, processors);
  return {
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(/musl/.test(name) ? { libc: ['musl'] } : {}),
    ...(os ? { os: [os] } : {}),
  };
}

let added = 0;
for (const parent of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const path = `node_modules/${name}`;
    if (lock.packages[path] || !/^\d/.test(version)) continue;
    const platform = platformOf(name);
    if (!platform.os) continue;
    const dev = parent.dev ? { dev: true } : {};
    lock.packages[path] = { version, ...dev, optional: true, ...platform };
    added += 1;
  }
}
const [root, ...others] = Object.entries(lock.packages);
lock.packages = Object.fromEntries([
  ...(root ? [root] : []),
  ...others.sort(([one], [other]) => one.localeCompare(other, 'en')),
]);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${added} optional packages added to package-lock.json\n`);
