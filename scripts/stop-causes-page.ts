import { formatDuration } from '../shared/config/duration.ts';
import type { Cause, CauseWhen } from '../shared/config/types.ts';
import { catalogue, catalogueVersion } from '../shared/restart/catalogue.ts';

/** The page `docs/stop-causes.md`, written from the catalogue itself. */
export function stopCausesPage(): string {
  return `${opening}\n\n${catalogue.map(section).join('\n\n')}\n`;
}

const opening = `# Stop causes

Written from \`shared/restart/catalogue/\` by \`npm run stop-causes\`; change it there. Version ${catalogueVersion}, ${catalogue.length} rows.

A stopped task (or a service event, or a planned retirement) is compared with these rows from top to bottom; the first one that
matches names the cause. Texts match anywhere, upper or lower case, and \`*\` stands for any run of characters. AWS cuts long
reasons: a text that was cut still matches when it ends within a pattern, after twelve characters of it or more. Your own rows in
\`restart.causes\` are asked first.

| Class | Meaning |
| --- | --- |
| normal | Meant to happen: nobody is told |
| transient | The ground gave way for a moment: trying again helps |
| capacity | Nothing free at the moment: trying again later, or elsewhere, helps |
| application | The program failed: trying again a few times may help, and people are told |
| permanent | It will fail in the same way until somebody changes something |
| unknown | Not in the catalogue: tried once, counted and reported |

*Restarts* says how often trying again is worth it for a task that nobody else restarts; "as the rule says" is \`attempts\` of the
restart rule. Tasks of a service are restarted by ECS, never by Deckhand.`;

const section = (cause: Cause): string => `## ${cause.id}

**${cause.cause}.** ${capital(cause.class)}; restarts: ${restartsOf(cause)}.

- When ${conditions(cause.when)}.
- What to do: ${cause.hint}
- Source: ${cause.source}`;

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function restartsOf({ restarts, minDelayMs }: Cause): string {
  const often =
    restarts === 'bounded' ? 'as the rule says' : restarts === 0 ? 'none' : String(restarts);
  return minDelayMs === undefined
    ? often
    : `${often}, after ${formatDuration(minDelayMs)} at least`;
}

function conditions(when: CauseWhen): string {
  const said = [
    ...anyOf('`stopCode` is', when.stopCode),
    ...anyOf('`launchType` is', when.launchType),
    ...anyOf('the task belongs to a', when.owner),
    ...anyOf('the event is', when.eventName),
    ...anyOf('`stoppedReason` says', when.stoppedReason),
    ...anyOf("a container's `reason` says", when.containerReason),
    ...(when.allOf ?? []).map((text) => `a reason says ${code(text)}`),
    ...anyOf('a reason says', when.anyReason),
    ...(when.exitCode
      ? [`the container that ended the task exited with ${ranges(when.exitCode)}`]
      : []),
    ...(when.neverStarted ? ['no container ever started'] : []),
  ];
  return said.length > 0 ? said.join(', and ') : 'nothing else matched';
}

const anyOf = (what: string, texts: readonly string[] | undefined): readonly string[] =>
  texts === undefined ? [] : [`${what} ${texts.map(code).join(' or ')}`];

const code = (text: string): string => `\`${text}\``;

/** `1 to 124`, `137`, `128, 193 to 254`. */
function ranges(codes: readonly number[]): string {
  const runs: { first: number; last: number }[] = [];
  for (const exitCode of codes) {
    const run = runs.at(-1);
    if (run && exitCode === run.last + 1) run.last = exitCode;
    else runs.push({ first: exitCode, last: exitCode });
  }
  return runs
    .map(({ first, last }) => (first === last ? `${first}` : `${first} to ${last}`))
    .join(', ');
}
