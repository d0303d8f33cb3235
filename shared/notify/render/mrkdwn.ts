const escapes: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
};

const ellipsisBytes = 3;

/**
 * Escapes what Slack reads as control characters, so that no text of others can mention people or
 * forge a link; breaks up code fences, which would swallow what follows; and takes as much as fits
 * into `bytes` of JSON. Slack counts characters, of which there are never more than bytes.
 */
export function fitInto(text: string, bytes: number): string {
  let taken = '';
  let used = 0;
  let cutAt = 0;
  for (const codePoint of clean(text).replaceAll('```', "'''")) {
    const part = escapes[codePoint] ?? codePoint;
    used += bytesOf(part);
    if (used > bytes) return `${taken.slice(0, cutAt)}…`;
    taken += part;
    if (used <= bytes - ellipsisBytes) cutAt = taken.length;
  }
  return taken;
}

/** What a text costs within JSON, where line breaks and quotes take two. */
export const bytesOf = (text: string): number => Buffer.byteLength(JSON.stringify(text)) - 2;

/**
 * Line breaks stay; other control characters and halves of characters would cost six bytes each and
 * show nothing.
 */
export const clean = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, ' ')
    .replace(/(?!\n)\p{Cc}/gu, '')
    .toWellFormed();

/** On one line, for headers and lists. */
export const oneLine = (text: string): string => clean(text).replace(/\s+/g, ' ').trim();

/** A link; what would end it early is percent-encoded in the address and replaced in the text. */
export function link(text: string, url: string): string {
  const address = url.replaceAll('&', '&amp;').replace(/[<>|\s]/g, encodeURIComponent);
  return `<${address}|${fitInto(oneLine(text).replaceAll('|', '/'), 75) || 'link'}>`;
}
