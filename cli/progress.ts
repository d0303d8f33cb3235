/** Says on a terminal what is being done, in one line of stderr that the next replaces; nothing where it is none. */
export function progress(): { readonly tell: (doing: string) => void; readonly end: () => void } {
  const { stderr } = process;
  if (!stderr.isTTY) return { tell: () => {}, end: () => {} };
  const clear = '\r\u001b[K';
  return {
    tell: (doing) => stderr.write(`${clear}${doing} …`),
    end: () => stderr.write(clear),
  };
}
