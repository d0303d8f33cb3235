import type { ContainerDefinition, TaskDefinition } from '../core/definition.ts';

/**
 * What a revision changed, one line each, for people who ask "what is different since it worked?". Environment
 * variables are named and never shown: their values may be secrets.
 */
export function changesBetween(before: TaskDefinition, after: TaskDefinition): string[] {
  const names = [...new Set([...before.containers, ...after.containers].map(({ name }) => name))];
  return [
    ...changed('cpu', before.cpu, after.cpu),
    ...changed('memory', before.memory, after.memory),
    ...changed('network mode', before.networkMode, after.networkMode),
    ...changed('task role', before.taskRoleArn, after.taskRoleArn),
    ...changed('execution role', before.executionRoleArn, after.executionRoleArn),
    ...names.flatMap((name) =>
      changesOfContainer(
        name,
        before.containers.find((one) => one.name === name),
        after.containers.find((one) => one.name === name),
      ),
    ),
  ];
}

function changesOfContainer(
  name: string,
  before: ContainerDefinition | undefined,
  after: ContainerDefinition | undefined,
): string[] {
  if (!before) return [`container ${name} added`];
  if (!after) return [`container ${name} removed`];
  return [
    ...changed('image', before.image, after.image),
    ...changed('memory limit', before.memory, after.memory),
    ...changed('memory reservation', before.memoryReservation, after.memoryReservation),
    ...changed('command', before.command?.join(' '), after.command?.join(' ')),
    ...changed('entry point', before.entryPoint?.join(' '), after.entryPoint?.join(' ')),
    ...changedEnvironment(before, after),
  ].map((change) => `${name}: ${change}`);
}

function changed(
  what: string,
  before: string | number | undefined,
  after: string | number | undefined,
): string[] {
  return before === after ? [] : [`${what} ${before ?? 'unset'} -> ${after ?? 'unset'}`];
}

function changedEnvironment(before: ContainerDefinition, after: ContainerDefinition): string[] {
  const valuesOf = ({ environment }: ContainerDefinition) =>
    new Map(environment.map(({ name, value }) => [name, value]));
  const [old, current] = [valuesOf(before), valuesOf(after)];
  const names = [...new Set([...old.keys(), ...current.keys()])].sort();
  return names.flatMap((name) => {
    if (!old.has(name)) return [`environment ${name} added`];
    if (!current.has(name)) return [`environment ${name} removed`];
    return old.get(name) === current.get(name) ? [] : [`environment ${name} changed`];
  });
}
