import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { pythonTools } from './emulators/python-tools.ts';
import { startMiniStack, startMoto } from './emulators/servers.ts';

/**
 * Runs `test/emulator` and `test/contract` against MiniStack and moto's server, emulations of AWS that are not ours.
 * Installs and starts them by itself; further words go to Jest.
 */

const root = resolve(import.meta.dirname, '..');
const tools = pythonTools();
// What was started ends with this process, however it ends.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
const [miniStack, moto] = await Promise.all([startMiniStack(tools), startMoto(tools)]);
const jest = spawn(
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
    env: {
      ...process.env,
      MINISTACK_URL: miniStack.url,
      MOTO_URL: moto.url,
      CFN_LINT: join(tools, 'cfn-lint'),
    },
  },
);
process.on('exit', () => jest.kill('SIGKILL'));
process.exitCode = await new Promise<number>((done) => {
  jest.on('close', (code) => done(code ?? 1));
});
if (process.exitCode !== 0) {
  for (const { name, wrote } of [miniStack, moto]) {
    process.stdout.write(`== ${name} wrote at the end:\n${wrote()}\n`);
  }
}
miniStack.stop();
moto.stop();
