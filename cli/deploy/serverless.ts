import { spawn } from 'node:child_process';
import { BadInput } from '../../shared/core/errors.ts';

/** Which stack, and where. */
export type Target = { readonly stage: string; readonly region: string };

/**
 * Runs the Serverless Framework; what it says goes to standard error, where it is in nobody's way.
 *
 * @throws BadInput when it fails: it has said why.
 */
export async function serverless(
  words: readonly string[],
  { stage, region }: Target,
): Promise<void> {
  const command = [...words, '--stage', stage, '--region', region];
  const child = spawn('serverless', command, { stdio: ['ignore', process.stderr, 'inherit'] });
  const code = await new Promise<number | null>((done, failed) => {
    child.on('error', (cause) => failed(new BadInput(notThere, { cause })));
    child.on('close', done);
  });
  if (code !== 0) throw new BadInput(`serverless ${words[0]} failed, see above`);
}

const notThere =
  'there is no serverless on the PATH: run npm ci, then npm run deploy in the checkout of Deckhand';
