import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { pythonTools } from './emulators/python-tools.ts';
import { startMiniStack, startMoto } from './emulators/servers.ts';

/**
 * Runs `test/emulator` and `test/contract` against MiniStack and moto's server, emulations of AWS that are not ours.
 * Installs and starts them by itself; further words go to Jest.
 */

const root = resolve(import.meta.dirname, '..');
const tools = pythonTools();
const [miniStack, moto] = await Promise.all([startMiniStack(tools), startMoto(tools)]);
const jest = spawnSync(
  process.execPath,
  [
    ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    'node_modules/jest/bin/jest.js',
    // Before these two, which take all the words that follow them.
    ...process.argv.slice(2),
    '--testMatch=**/test/{emulator,contract}/**/*.test.ts',
    '--testPathIgnorePatterns=/node_modules/',
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, MINISTACK_URL: miniStack.url, MOTO_URL: moto.url },
  },
);
miniStack.stop();
moto.stop();
process.exitCode = jest.status ?? 1;
