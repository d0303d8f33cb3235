#!/usr/bin/env node
// Plain JavaScript, so that any Node can start it: the rest is TypeScript, which needs one that strips types.
import { spawn } from 'node:child_process';
import module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
const stripsTypes = major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);

/** What Node made of the sources the last time: with it a verb starts in half the time. */
const compiled = fileURLToPath(new URL('../node_modules/.cache/deckhand', import.meta.url));

if (stripsTypes) {
  module.enableCompileCache(compiled);
  await import('./main.ts');
} else {
  runOn(bundledNode());
}

/** The Node that `npm ci` installs next to us, or `null`. */
function bundledNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve('node/package.json');
    return join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  } catch {
    return null;
  }
}

/** Runs the same command there; signals go on to it, and its exit code is ours. */
function runOn(node) {
  if (node === null) return fail('none is installed here: run npm ci first');
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const env = { NODE_COMPILE_CACHE: compiled, ...process.env };
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`the one installed here does not start: ${error.message}`));
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}

function fail(why) {
  process.stderr.write(
    `deckhand: needs Node 22.18 or later, this is ${process.versions.node}, and ${why}\n`,
  );
  process.exitCode = 2;
}
