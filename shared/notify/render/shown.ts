import type { Incident } from '../../core/incident.ts';
import type { Field, Graph, Link, LogExcerpt, Notice } from '../../core/notice.ts';

/** What any channel shows of an incident, in its order. */
export type Shown = {
  readonly hint: string | null;
  readonly fields: readonly Field[];
  readonly changes: readonly string[];
  readonly log: LogExcerpt | null;
  readonly graph: Graph | null;
  readonly notice: Notice;
  readonly links: readonly Link[];
};

/**
 * What the newest notice does not say itself (a resolution says little) is taken from the trouble
 * before it.
 */
export function shownOf({ latest, trouble }: Incident): Shown {
  const newestWith = <T>(list: (notice: Notice) => readonly T[]): readonly T[] =>
    list(latest).length > 0 || !trouble ? list(latest) : list(trouble);
  const fields =
    latest.leads && trouble ? merged(latest, trouble) : newestWith((notice) => notice.fields);
  const isHint = ({ name }: Field): boolean => name.toLowerCase() === 'hint';
  return {
    notice: latest,
    hint: fields.find(isHint)?.value ?? null,
    fields: fields.filter((field) => !isHint(field)),
    changes: newestWith((notice) => notice.changes),
    log: latest.log ?? trouble?.log ?? null,
    graph: latest.graph ?? trouble?.graph ?? null,
    links: newestWith((notice) => notice.links),
  };
}

/** What leads a conversation does not say why it went wrong; what went wrong in it does. */
const merged = (latest: Notice, trouble: Notice): readonly Field[] => [
  ...latest.fields,
  ...trouble.fields.filter(({ name }) => latest.fields.every((field) => field.name !== name)),
];
