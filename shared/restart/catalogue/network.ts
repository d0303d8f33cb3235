import type { Cause } from '../../config/types.ts';

const createInterface = 'Unexpected EC2 error while attempting to Create Network Interface';
const guide = 'AWS docs: ECS developer guide, failed-to-start-error';

/** Network interfaces and storage that AWS attaches before a task starts. */
export const network: readonly Cause[] = [
  {
    id: 'network-interface-slow',
    when: { anyReason: ['Timeout waiting for network interface provisioning to complete'] },
    cause: 'AWS took too long to make the network interface',
    class: 'transient',
    restarts: 'bounded',
    hint: 'Usually gone at the next try. If it stays, look for EC2 API throttling in CloudTrail and at the AWS Health dashboard.',
    source: 'dagster-aws and Airflow retry it',
  },
  {
    id: 'ephemeral-storage-slow',
    when: { anyReason: ['Timeout waiting for EphemeralStorage provisioning to complete'] },
    cause: "AWS took too long to make the task's disk",
    class: 'transient',
    restarts: 'bounded',
    hint: 'Usually gone at the next try. If it stays, see the AWS Health dashboard and open a support case.',
    source: 'dagster-aws retries it',
  },
  {
    id: 'network-interface-auth-failure',
    when: { anyReason: ['AuthFailure'], allOf: [createInterface] },
    cause: 'EC2 refused to make the network interface, for a moment',
    class: 'transient',
    restarts: 'bounded',
    hint: 'Usually gone at the next try. If it stays, check that AWSServiceRoleForECS exists and no service control policy denies ec2:CreateNetworkInterface.',
    source: 'dagster-aws retries it',
  },
  {
    id: 'subnet-full',
    when: { anyReason: ['InsufficientFreeAddressesInSubnet'] },
    cause: 'The subnet has no free IP address',
    class: 'capacity',
    restarts: 'bounded',
    hint: 'Give the task or service more subnets, or larger ones (aws ec2 describe-subnets shows AvailableIpAddressCount); look for what else eats the addresses, leftover network interfaces for instance.',
    source: guide,
  },
  {
    id: 'subnet-public-address-refused',
    when: {
      anyReason: ['with public IP assignment enabled in subnet'],
      allOf: [createInterface],
    },
    cause: 'No network interface with a public address could be made in the subnet',
    class: 'capacity',
    restarts: 'bounded',
    hint: 'Try another subnet. Check free addresses in this one, and the quota of network interfaces per region.',
    source: guide,
  },
  {
    id: 'network-interface-not-created',
    when: { anyReason: [createInterface] },
    cause: 'EC2 did not make the network interface, for a reason we do not know',
    class: 'transient',
    restarts: 1,
    hint: "The text after the colon is EC2's error code. Check subnet, security groups and network interface quota.",
    source: 'Inferred from the error text',
  },
  {
    id: 'network-interface-density',
    when: { anyReason: ['Unable to attach network interface to unused device index'] },
    cause: 'The instance has no room for another network interface',
    class: 'capacity',
    restarts: 'bounded',
    hint: 'Turn on ENI trunking (aws ecs put-account-setting --name awsvpcTrunking --value enabled, then new instances), or use more or larger instances.',
    source: guide,
  },
  {
    id: 'aws-internal-error',
    when: { anyReason: ['InternalError:', 'InternalError '] },
    cause: 'An error inside AWS, or inside the ECS agent',
    class: 'transient',
    restarts: 'bounded',
    hint: 'Usually gone at the next try. If it stays on one instance, update or restart its ECS agent; on Fargate open a support case with the task ARN.',
    source: `${guide}; resource-initialization-error`,
  },
];
