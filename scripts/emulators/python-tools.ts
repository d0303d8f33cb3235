import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const environment = join(root, '.venv');
const requirements = join(import.meta.dirname, 'requirements.txt');
/** What was installed: the requirements, written once all of them are in place. */
const installed = join(environment, 'installed.txt');

const pythonNeeded = [3, 10] as const;

/**
 * The folder of MiniStack's, moto's and cfn-lint's commands. Installs them into a virtual environment of this
 * checkout, when it is not there yet or not of these versions; `PYTHON` names another interpreter than `python3`.
 * Ends the process with one line that says what to do when that is not possible.
 */
export function pythonTools(): string {
  if (!isInstalled()) install(process.env.PYTHON || 'python3');
  return join(environment, 'bin');
}

const isInstalled = (): boolean =>
  existsSync(installed) && packagesIn(installed) === packagesIn(requirements);

/** Without comments: other words are no other packages. */
const packagesIn = (file: string): string => readFileSync(file, 'utf8').replaceAll(/^#.*\n/gm, '');

function install(python: string): void {
  requirePython(python);
  process.stdout.write('installing MiniStack, moto and cfn-lint into .venv\n');
  rmSync(environment, { recursive: true, force: true });
  run(python, ['-m', 'venv', environment], 'Python cannot make virtual environments', [
    'On Debian and Ubuntu: apt-get install python3-venv.',
  ]);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--retries', '3'];
  run(
    join(environment, 'bin/python'),
    [...pip, '--requirement', requirements],
    'The packages of scripts/emulators/requirements.txt could not be installed',
    ['Is PyPI reachable from here (or the index of PIP_INDEX_URL)?'],
  );
  writeFileSync(installed, readFileSync(requirements, 'utf8'));
}

function requirePython(python: string): void {
  const asked = spawnSync(python, ['-c', 'import sys; print(*sys.version_info[:2])'], {
    encoding: 'utf8',
  });
  if (asked.status !== 0) {
    giveUp(`There is no ${python}: the emulators need Python ${pythonNeeded.join('.')} or newer.`);
  }
  const [major = 0, minor = 0] = asked.stdout.trim().split(' ').map(Number);
  if (major !== pythonNeeded[0] || minor < pythonNeeded[1]) {
    giveUp(
      `${python} is Python ${major}.${minor}, and the emulators need ${pythonNeeded.join('.')} or newer: name another one in PYTHON.`,
    );
  }
}

/** What went wrong is the last line of what the command said; all of it would hide that. */
function run(command: string, words: string[], failed: string, advice: readonly string[]): void {
  try {
    execFileSync(command, words, { encoding: 'utf8', stdio: ['ignore', 'inherit', 'pipe'] });
  } catch (thrown) {
    giveUp([`${failed}: ${lastLineOf(thrown)}.`, ...advice].join(' '));
  }
}

function lastLineOf(thrown: unknown): string {
  const said = thrown instanceof Error && 'stderr' in thrown ? String(thrown.stderr) : '';
  const lines = said.split('\n').map((line) => line.replace(/^ERROR: /, '').trim());
  return lines.filter(Boolean).at(-1)?.replace(/\.$/, '') ?? String(thrown);
}

function giveUp(line: string): never {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}
