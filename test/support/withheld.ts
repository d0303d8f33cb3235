import type { Template } from '../../local/cloud/template/types.ts';

/** A permission that a function is deployed without, to see who misses it. */
export type Withheld = { readonly functionName: string; readonly action: string };

let withheld: Withheld | null = null;

/** The template with that action left out of all statements of that function's role. */
export function withheldFrom(template: Template): Template {
  if (withheld === null) return template;
  const { functionName, action } = withheld;
  const functions = template.functions.map((fn) =>
    fn.name === functionName
      ? {
          ...fn,
          statements: fn.statements.map((one) => ({
            ...one,
            actions: one.actions.filter((each) => each !== action),
          })),
        }
      : fn,
  );
  return { ...template, functions };
}

/** Plays a story in which the permission is missing. True where that makes it fail. */
export async function failsWithout(
  permission: Withheld,
  play: () => Promise<void>,
): Promise<boolean> {
  withheld = permission;
  try {
    await play();
    return false;
  } catch {
    return true;
  } finally {
    withheld = null;
  }
}
