import type { Body } from '../../types.ts';
import type { TaskDefinition } from '../state/model.ts';
import { inSeconds } from './task.ts';

export function taskDefinitionInApi(definition: TaskDefinition): Body {
  return {
    ...definition.described,
    status: definition.status,
    deregisteredAt: inSeconds(definition.deregisteredAt),
  };
}
