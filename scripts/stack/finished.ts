import { functionAlarms } from './alarms.ts';
import { dashboard, type Place } from './dashboard.ts';
import { lintable } from './lint.ts';
import { savedQueries } from './queries.ts';
import { tagged } from './tags.ts';
import { type Resource, type Resources, referencesIn, type Template } from './template.ts';

export type Given = Place & { readonly tags: { readonly [key: string]: string } };

/**
 * The template that Serverless Framework made of serverless.yml, with what it cannot say: alarms for every function,
 * a dashboard, saved queries, tags on everything; and without what nobody needs: the role that all functions would
 * share, the right to create log groups that are there, dependencies that references make anyway.
 */
export function finished({ Resources, ...template }: Template, given: Given): Template {
  const needed = Object.fromEntries(
    Object.entries(withoutSharedRole(Resources)).map(([id, resource]) => [
      id,
      lintable(lean(resource)),
    ]),
  );
  const all = {
    ...needed,
    ...functionAlarms(needed),
    ...savedQueries(needed, given),
    Dashboard: dashboard(needed, given),
  };
  return { ...template, Resources: tagged(all, given.tags) };
}

const sharedRole = 'IamRoleLambdaExecution';

/** Every function has a role of its own. One that has none would be left without any: that is an error. */
function withoutSharedRole({ [sharedRole]: _, ...resources }: Resources): Resources {
  const users = Object.keys(resources).filter((id) =>
    referencesIn(resources[id]?.Properties).has(sharedRole),
  );
  if (users.length === 0) return resources;
  throw new Error(`serverless.yml: ${users.join(', ')} without iamRoleStatements`);
}

function lean({ DependsOn, ...resource }: Resource): Resource {
  const references = referencesIn(resource.Properties);
  const needed = [DependsOn ?? []].flat().filter((id) => !references.has(id));
  const isRole = resource.Type === 'AWS::IAM::Role' && resource.Properties;
  return {
    ...resource,
    ...(needed.length > 0 ? { DependsOn: needed } : {}),
    ...(isRole ? { Properties: withoutCreatingLogGroups(isRole) } : {}),
  };
}

/** The stack makes the log groups, with their retention; one that a function made would be kept for ever. */
function withoutCreatingLogGroups(properties: NonNullable<Resource['Properties']>) {
  const replace = (_key: string, value: unknown): unknown =>
    Array.isArray(value) && value.includes('logs:CreateLogGroup')
      ? value.filter((action) => action !== 'logs:CreateLogGroup')
      : value;
  const copy: NonNullable<Resource['Properties']> = JSON.parse(JSON.stringify(properties, replace));
  return copy;
}
