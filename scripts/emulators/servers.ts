import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

/** An emulator that runs. */
export type Emulator = {
  readonly name: string;
  readonly url: string;
  readonly stop: () => void;
  /** What it wrote last, for people who look why a test failed. */
  readonly wrote: () => string;
};

/** The account and region of the events in `test/events`. */
const account = '111122223333';
const region = 'eu-west-1';

const root = resolve(import.meta.dirname, '../..');

/**
 * MiniStack, on loopback only, with its own home in a temporary folder. Its Lambda workers are the `node` on their
 * PATH: this repository's, which is the one that production runs on. It checks signatures and roles (AUTH).
 */
export async function startMiniStack(tools: string): Promise<Emulator> {
  const port = await freePort();
  const home = mkdtempSync(join(tmpdir(), 'deckhand-ministack-'));
  const made = (folder: string): string => {
    mkdirSync(join(home, folder));
    return join(home, folder);
  };
  const env = {
    PATH: [join(root, 'node_modules/node/bin'), process.env.PATH].join(delimiter),
    HOME: home,
    // None: it would start tasks as containers, of images that nobody has pushed anywhere.
    DOCKER_HOST: `unix://${join(home, 'no-docker.sock')}`,
    TMPDIR: made('tmp'),
    S3_DATA_DIR: made('s3'),
    STATE_DIR: made('state'),
    BIND_HOST: '127.0.0.1',
    GATEWAY_PORT: String(port),
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    MINISTACK_ACCOUNT_ID: account,
    MINISTACK_REGION: region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AUTH: 'true',
  };
  const words = [join(import.meta.dirname, 'start-ministack.py')];
  return started('MiniStack', join(tools, 'python'), words, env, port, join(home, 'log'));
}

/** moto's server, on loopback only. */
export async function startMoto(tools: string): Promise<Emulator> {
  const port = await freePort();
  const home = mkdtempSync(join(tmpdir(), 'deckhand-moto-'));
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    MOTO_ACCOUNT_ID: account,
    AWS_DEFAULT_REGION: region,
  };
  const words = ['-H', '127.0.0.1', '-p', String(port)];
  return started('moto', join(tools, 'moto_server'), words, env, port, join(home, 'log'));
}

/** From here on systems give ports away by themselves: to the tests that run beside, for example. */
const firstGivenAway = 32_768;
const firstTried = 20_000;

/** A port that is free, and that nobody is given by chance until the emulator has it. */
async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = firstTried + Math.floor(Math.random() * (firstGivenAway - firstTried));
    if (await isFree(port)) return port;
  }
  throw new Error(`none of a hundred ports from ${firstTried} on is free on 127.0.0.1`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer();
    server.on('error', () => done(false));
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });
}

const startedWithinMs = 300_000;

async function started(
  name: string,
  command: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv,
  port: number,
  log: string,
): Promise<Emulator> {
  const out = openSync(log, 'w');
  // A process group of its own, so that its workers end with it.
  const child = spawn(command, words, { env, stdio: ['ignore', out, out], detached: true });
  closeSync(out);
  const stop = (): void => stopGroup(child);
  process.on('exit', stop);
  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + startedWithinMs;
  while (!(await answers(url))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      throw new Error(`${name} did not start; ${log} ends with:\n${tailOf(log, 10)}`);
    }
    await new Promise((done) => setTimeout(done, 200));
  }
  process.stdout.write(`${name} answers at ${url}, and writes to ${log}\n`);
  return { name, url, stop, wrote: () => tailOf(log, 200) };
}

function stopGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Whatever it says: a server that answers is up. */
const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  );

/** The log's last lines, each as far as a screen is wide. */
const tailOf = (log: string, lines: number): string =>
  readFileSync(log, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(-lines)
    .map((line) => line.slice(0, 400))
    .join('\n');
