import { createInterface } from 'node:readline/promises';
import { WrongUsage } from '../wrong-usage.ts';

/**
 * Asks once, and takes `y` and `yes` for a yes and all else for a no.
 *
 * @throws WrongUsage where nobody can answer: `--yes` is what scripts say.
 */
export async function isAgreed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new WrongUsage('nobody can be asked here: say --yes');
  const asking = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await asking.question(`${question} [y/N] `)).trim());
  } finally {
    asking.close();
  }
}
