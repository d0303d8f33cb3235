import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export const root = join(import.meta.dirname, '../..');

/** What a command printed, and how it ended. */
export type Ran = {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
};

/** Runs `deckhand` with these words in a process of its own, with `input` on its standard input. */
export async function deckhand(
  words: readonly string[],
  options: { readonly input?: string; readonly cwd?: string; readonly env?: object } = {},
): Promise<Ran> {
  const { input = '', cwd = root, env = {} } = options;
  const child = spawn(process.execPath, [join(root, 'cli/deckhand.js'), ...words], {
    cwd,
    env: { ...process.env, ...env },
  });
  // A command that does not read its input closes the pipe early.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { stdout, stderr, code: await ended };
}
