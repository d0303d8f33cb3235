import { familyAndRevision } from '../core/arn.ts';
import type { Json } from '../core/json.ts';

/** What is written to have a target changed: a whole schedule, or a whole target of a rule. */
export type Target = { readonly [field: string]: Json | undefined };

export const isObject = (value: Json | undefined): value is Target =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A schedule has its target below `Target`; that of a rule is one itself. */
const parametersIn = (target: Target): Target | null => {
  const { EcsParameters } = isObject(target.Target) ? target.Target : target;
  return isObject(EcsParameters) ? EcsParameters : null;
};

export function taskDefinitionIn(target: Target): string | null {
  const { TaskDefinitionArn } = parametersIn(target) ?? {};
  return typeof TaskDefinitionArn === 'string' ? TaskDefinitionArn : null;
}

export function withTaskDefinition(target: Target, TaskDefinitionArn: string): Target {
  const EcsParameters = { ...parametersIn(target), TaskDefinitionArn };
  return isObject(target.Target)
    ? { ...target, Target: { ...target.Target, EcsParameters } }
    : { ...target, EcsParameters };
}

export const isOfFamily = (taskDefinition: string | null, family: string): boolean =>
  taskDefinition !== null && familyAndRevision(taskDefinition).family === family;
