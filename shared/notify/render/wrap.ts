/**
 * Breaks a text into lines of at most `width`, between words where there are any; `indent` begins
 * each further line.
 */
export function wrap(text: string, width: number, indent = ''): readonly string[] {
  return text.split('\n').flatMap((paragraph) => wrapped(paragraph, width, indent));
}

function wrapped(paragraph: string, width: number, indent: string): readonly string[] {
  const lines: string[] = [];
  let rest = paragraph;
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width);
    const end =
      space > indent.length ? space : width - (isHigh(rest.charCodeAt(width - 1)) ? 1 : 0);
    lines.push(rest.slice(0, end).trimEnd());
    rest = indent + rest.slice(end).trimStart();
  }
  return [...lines, rest];
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
