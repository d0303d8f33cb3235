import { ApiError } from '../../types.ts';
import type { Ecs, Subnet } from '../state/ecs.ts';
import type { Task } from '../state/model.ts';
import type { NetworkConfiguration } from '../state/shapes.ts';

/** One of the subnets that a task may be in, by chance: ECS does not look for one with free addresses. */
export function chooseSubnet(ecs: Ecs, network: NetworkConfiguration | undefined): Subnet | null {
  const subnets = subnetsOf(ecs, network);
  return subnets[Math.floor(ecs.kernel.dice.next() * subnets.length)] ?? null;
}

/** The subnets of a network configuration; refuses one that there is not. */
export function subnetsOf(ecs: Ecs, network: NetworkConfiguration | undefined): readonly Subnet[] {
  return (network?.awsvpcConfiguration?.subnets ?? []).map((id) => {
    const subnet = ecs.subnets.get(id);
    if (subnet) return subnet;
    throw new ApiError(
      'InvalidParameterException',
      `Error retrieving subnet information for [${id}]: The subnet ID '${id}' does not exist ` +
        '(ErrorCode: InvalidSubnetID.NotFound)',
    );
  });
}

/** Gives the task's interface an address, or says why EC2 could not, in ECS's words. */
export function attachInterface(ecs: Ecs, task: Task): string | null {
  const network = task.networkInterface;
  const subnet = network && ecs.subnets.get(network.subnetId);
  if (!network || !subnet) return null;
  if (subnet.free <= 0) {
    network.status = 'DELETED';
    return noFreeAddress(subnet, task.networkConfiguration);
  }
  subnet.free -= 1;
  subnet.given += 1;
  const { hex } = ecs.kernel.dice;
  const address = addressOf(subnet);
  network.status = 'ATTACHED';
  network.networkInterfaceId = `eni-0${hex(16)}`;
  network.macAddress = ['0a', hex(2), hex(2), hex(2), hex(2), hex(2)].join(':');
  network.privateDnsName = `ip-${address.replaceAll('.', '-')}.ec2.internal`;
  network.privateIPv4Address = address;
  return null;
}

/** Takes the interface away again, its address with it. */
export function detachInterface(ecs: Ecs, task: Task): void {
  const network = task.networkInterface;
  if (network?.status !== 'ATTACHED') return;
  network.status = 'DELETED';
  const subnet = ecs.subnets.get(network.subnetId);
  if (subnet) subnet.free += 1;
}

function noFreeAddress(subnet: Subnet, network: NetworkConfiguration | undefined): string {
  const publicIp =
    network?.awsvpcConfiguration?.assignPublicIp === 'ENABLED' ? 'enabled' : 'disabled';
  return (
    `Unexpected EC2 error while attempting to Create Network Interface with public IP assignment ${publicIp} ` +
    `in subnet '${subnet.subnetId}': InsufficientFreeAddressesInSubnet`
  );
}

/** The first four addresses of a subnet are AWS's own. */
function addressOf({ prefix, given }: Subnet): string {
  const host = 3 + given;
  return `${prefix}.${Math.floor(host / 256) % 256}.${host % 256}`;
}
