/** A CloudFormation template, as far as what we do with it goes. */
export type Template = {
  readonly Resources: { readonly [logicalId: string]: Resource };
  readonly Outputs?: { readonly [name: string]: unknown };
};

export type Resource = {
  readonly Type: string;
  readonly DependsOn?: string | readonly string[];
  readonly Properties?: { readonly [name: string]: unknown };
  readonly Metadata?: { readonly [name: string]: unknown };
};

export type Resources = Template['Resources'];

export const ofType = (resources: Resources, type: string): readonly string[] =>
  Object.keys(resources).filter((id) => resources[id]?.Type === type);

/** The logical ids that a value refers to, by `Ref`, `Fn::GetAtt` or `Fn::Sub`. */
export function referencesIn(value: unknown): ReadonlySet<string> {
  const text = JSON.stringify(value) ?? '';
  const named = [
    ...text.matchAll(/"Ref":"([^"]+)"/g),
    ...text.matchAll(/"Fn::GetAtt":\["([^"]+)"/g),
    ...text.matchAll(/"Fn::GetAtt":"([^".]+)\./g),
    ...text.matchAll(/\$\{([A-Za-z0-9]+)[.}]/g),
  ];
  return new Set(named.map(([, id = '']) => id));
}
