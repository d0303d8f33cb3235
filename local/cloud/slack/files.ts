import { isBody } from '../protocols/json.ts';
import type { Body, Kernel } from '../types.ts';
import { SlackRefusal } from './refusal.ts';

/** A file of the workspace. */
export type SlackFile = {
  readonly id: string;
  readonly name: string;
  readonly alt: string;
  readonly length: number;
  bytes: Buffer | null;
  /** When `files.completeUploadExternal` was called; a message may show it `processingMs` later. */
  completedAt: number | null;
};

export type Files = {
  readonly all: readonly SlackFile[];
  /** How long Slack works at a file before a message may show it. */
  processingMs: number;
  readonly uploadUrl: (input: Body) => Body;
  readonly take: (id: string, bytes: Buffer) => Response;
  /** Answers the files that are there now. */
  readonly complete: (input: Body) => readonly SlackFile[];
  /** Why a message with these blocks would be refused. */
  readonly problems: (blocks: readonly unknown[]) => readonly string[];
};

/** Uploads in three steps. Source: docs.slack.dev, `files.getUploadURLExternal`, `files.completeUploadExternal`. */
export function createFiles(kernel: Kernel): Files {
  const all: SlackFile[] = [];
  const find = (id: unknown): SlackFile | undefined => all.find((file) => file.id === id);

  function isReady(id: unknown): boolean {
    const completedAt = find(id)?.completedAt ?? null;
    return completedAt !== null && completedAt + files.processingMs <= kernel.time.now();
  }

  const files: Files = {
    all,
    processingMs: 0,

    uploadUrl({ filename, length, alt_txt }) {
      if (typeof filename !== 'string' || filename === '' || !(Number(length) > 0)) {
        throw new SlackRefusal('invalid_arguments');
      }
      if (String(alt_txt ?? '').length > 1_000) throw new SlackRefusal('alt_txt_too_large');
      const id = `F${`${all.length + 1}`.padStart(10, '0')}`;
      all.push({
        ...{ id, name: filename, alt: String(alt_txt ?? ''), length: Number(length) },
        ...{ bytes: null, completedAt: null },
      });
      return { upload_url: `https://files.slack.com/upload/v1/${id}`, file_id: id };
    },

    take(id, bytes) {
      const file = find(id);
      if (!file || bytes.length !== file.length) return new Response('', { status: 400 });
      file.bytes = bytes;
      return new Response(`OK - ${bytes.length}`);
    },

    complete(input) {
      const written: unknown =
        typeof input.files === 'string' ? JSON.parse(input.files) : input.files;
      const ids = Array.isArray(written) ? written.map((one) => (isBody(one) ? one.id : null)) : [];
      const done = ids.flatMap((id) => find(id) ?? []);
      const isGood = done.length > 0 && done.length === ids.length;
      if (!isGood || done.some(({ bytes, completedAt }) => !bytes || completedAt !== null)) {
        throw new SlackRefusal('file_not_found');
      }
      for (const file of done) file.completedAt = kernel.time.now();
      return done;
    },

    problems: (blocks) =>
      blocks.flatMap((block, index) => {
        const file = isBody(block) && block.type === 'image' ? block.slack_file : undefined;
        return file === undefined || (isBody(file) && isReady(file.id))
          ? []
          : [`invalid slack file [json-pointer:/blocks/${index}/slack_file]`];
      }),
  };
  return files;
}
