import type { Ecs } from '../state/ecs.ts';
import type { NetworkBinding, Task } from '../state/model.ts';
import type { ContainerDefinition } from '../state/shapes.ts';

const firstDynamicPort = 32_768;
const dynamicPorts = 28_232;

/** The ports of the host that a container of a bridge or host task is reached at. */
export function bindPorts(
  ecs: Ecs,
  task: Task,
  { portMappings = [] }: ContainerDefinition,
): readonly NetworkBinding[] {
  const { networkMode = 'bridge' } = task.definition;
  if (networkMode === 'awsvpc' || networkMode === 'none') return [];
  return portMappings.map(({ containerPort = 0, hostPort = 0, protocol = 'tcp' }) => {
    const dynamic = firstDynamicPort + Math.floor(ecs.kernel.dice.next() * dynamicPorts);
    const mapped = hostPort === 0 ? dynamic : hostPort;
    return {
      bindIP: '0.0.0.0',
      containerPort,
      hostPort: networkMode === 'host' ? containerPort : mapped,
      protocol,
    };
  });
}
