import { paint, table } from '../output.ts';
import type { Rights } from './rights.ts';

/** The rights as people read them before they say yes: what may change things first, and in colour. */
export function rightsTable(rights: readonly Rights[]): string {
  const rows = rights.flatMap(({ name, events, changes, looks }) => {
    const right = [...lines(changes, paint.yellow), ...lines(looks, paint.dim)];
    const shown = right.length > 0 ? right : [paint.dim('nothing outside of the stack')];
    return Array.from({ length: Math.max(events.length, shown.length) }, (_, line) => [
      line === 0 ? paint.bold(name) : '',
      events[line] ?? '',
      shown[line] ?? '',
    ]);
  });
  const head = ['function', 'hears of', 'may change, and may look at'].map((cell) =>
    paint.bold(cell),
  );
  return table([head, ...rows]);
}

/** One line per service and more where it is long: `ecs: RunTask, TagResource`. */
function lines(actions: readonly string[], colour: (text: string) => string): readonly string[] {
  const byService = Map.groupBy(actions, (action) => action.split(':')[0] ?? '');
  return [...byService].flatMap(([service, of]) => {
    const names = of.map((action) => action.slice(service.length + 1));
    return wrapped(`${service}: ${names.join(', ')}`).map(colour);
  });
}

const lineWidth = 70;

/** The same in lines, broken at blanks; those that follow the first are indented. */
function wrapped(text: string): readonly string[] {
  const all: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.length + word.length >= lineWidth) {
      all.push(line);
      line = ' ';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...all, line];
}
