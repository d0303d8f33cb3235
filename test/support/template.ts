import { type Resource, referencesIn, type Template } from '../../scripts/stack/template.ts';

export type Statement = {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
};

type Policy = { readonly PolicyDocument: { readonly Statement: readonly Statement[] } };

/** Resources of a type, with their logical ids. */
export const all = (
  { Resources }: Template,
  type: string,
): readonly (readonly [string, Resource])[] =>
  Object.entries(Resources).filter(([, { Type }]) => Type === type);

export function property<T>({ Properties }: Resource, name: string): T {
  const found = Object.entries(Properties ?? {}).find(([key]) => key === name)?.[1];
  return found as T;
}

/** What a role allows, one statement after the other. */
export const statementsOf = (role: Resource): readonly Statement[] =>
  property<readonly Policy[]>(role, 'Policies').flatMap(
    ({ PolicyDocument }) => PolicyDocument.Statement,
  );

export const actionsOf = ({ Action }: Statement): readonly string[] => [Action].flat();

/** Every action that any role of a template grants. */
export const granted = (template: Template): readonly string[] => [
  ...new Set(
    all(template, 'AWS::IAM::Role').flatMap(([, role]) => statementsOf(role).flatMap(actionsOf)),
  ),
];

/** What a resource refers to by name: its first logical id. */
export const referredTo = (value: unknown): string | undefined => [...referencesIn(value)][0];
