import { ApiError } from '../../types.ts';
import type { TaskDefinition } from '../state/model.ts';
import type { LaunchType, NetworkConfiguration, Overrides } from '../state/shapes.ts';

const invalid = (message: string): ApiError => new ApiError('InvalidParameterException', message);

/** Memory in MiB that Fargate offers with each number of CPU units: least, most, step. */
const fargateMemory: { readonly [cpu: string]: readonly [number, number, number] } = {
  256: [512, 2_048, 512],
  512: [1_024, 4_096, 1_024],
  1024: [2_048, 8_192, 1_024],
  2048: [4_096, 16_384, 1_024],
  4096: [8_192, 30_720, 1_024],
  8192: [16_384, 61_440, 4_096],
  16384: [32_768, 122_880, 8_192],
  32768: [61_440, 249_856, 4_096],
};

export function isFargateSize(cpu: string | undefined, memory: string | undefined): boolean {
  const range = cpu === undefined ? undefined : fargateMemory[cpu];
  if (!range || memory === undefined) return false;
  const [least, most, step] = range;
  const asked = Number(memory);
  if (cpu === '256' && asked === 1_536) return false;
  return asked >= least && asked <= most && (asked - least) % step === 0;
}

export const noSuchFargateSize = (cpu: string | undefined, memory: string | undefined): string =>
  `No Fargate configuration exists for given values: ${cpu} CPU, ${memory} memory. ` +
  'See the Amazon ECS documentation for the valid values.';

/** Refuses what RunTask, StartTask and CreateService refuse about a launch. */
export function checkLaunch(
  definition: TaskDefinition,
  launchType: LaunchType,
  overrides: Overrides,
  network: NetworkConfiguration | undefined,
): void {
  const subnets = network?.awsvpcConfiguration?.subnets ?? [];
  if (definition.networkMode === 'awsvpc' && subnets.length === 0) {
    throw invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
  }
  if (definition.networkMode !== 'awsvpc' && network?.awsvpcConfiguration) {
    throw invalid(
      'Network Configuration is not valid for the given networkMode of this task definition.',
    );
  }
  if (launchType === 'FARGATE') checkFargate(definition, overrides);
  checkContainerNames(definition, overrides);
}

function checkFargate(definition: TaskDefinition, overrides: Overrides): void {
  if (!definition.requiresCompatibilities?.includes('FARGATE')) {
    throw invalid('Task definition does not support launch_type FARGATE.');
  }
  const cpu = overrides.cpu ?? definition.cpu;
  const memory = overrides.memory ?? definition.memory;
  if (!isFargateSize(cpu, memory)) throw invalid(noSuchFargateSize(cpu, memory));
  for (const override of overrides.containerOverrides ?? []) {
    if (override.memory !== undefined && override.memory > Number(memory)) {
      throw invalid(
        'Invalid setting for container ' +
          `'${override.name}'. The override 'memory' must not be larger than the memory of the task.`,
      );
    }
  }
}

function checkContainerNames(definition: TaskDefinition, overrides: Overrides): void {
  const names = definition.containerDefinitions.map(({ name }) => name);
  for (const { name } of overrides.containerOverrides ?? []) {
    if (name === undefined || !names.includes(name)) {
      throw invalid(
        `Override for container named ${name} is not a container in the TaskDefinition.`,
      );
    }
  }
}
