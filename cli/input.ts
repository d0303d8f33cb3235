import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { messageOf } from '../shared/core/errors.ts';
import { WrongUsage } from './wrong-usage.ts';

/** The text of a file, or of standard input for `-`. Throws `WrongUsage` where there is none. */
export async function readInput(path: string): Promise<string> {
  if (path === '-') return await text(process.stdin);
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new WrongUsage(`${path}: ${whyUnreadable(cause)}`, { cause });
  }
}

function whyUnreadable(thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'is a directory, not a file';
  if (code === 'EACCES') return 'may not be read';
  return messageOf(thrown);
}
