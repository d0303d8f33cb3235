import * as z from 'zod';
import { key, required } from './key.ts';

const CapacityProviderStrategyItem = z.strictObject({
  capacityProvider: required(z.string().min(1), 'Name of the capacity provider.', {
    examples: ['FARGATE_SPOT'],
  }),
  weight: key(z.int().min(0).max(1000), 'Its share of the tasks.'),
  base: key(z.int().min(0).max(100_000), 'How many tasks go there first.'),
});

const identifiers = (prefix: string, most: number, what: string) =>
  z
    .array(
      z.string().regex(new RegExp(`^${prefix}-[0-9a-z]+$`), {
        error: `expected the id of a ${what}, such as ${prefix}-0123456789abcdef0`,
      }),
    )
    .min(1)
    .max(most);

/** The part of a RunTask request that an event does not tell, for tasks whose launch nobody remembers. */
export const Launch = z
  .strictObject({
    launchType: key(
      z.enum(['EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES']),
      'Launch type. Not together with capacityProviderStrategy.',
    ),
    capacityProviderStrategy: key(
      z.array(CapacityProviderStrategyItem).min(1).max(20),
      'Capacity providers. Not together with launchType.',
    ),
    platformVersion: key(z.string().min(1), 'Platform version of Fargate.', {
      examples: ['1.4.0'],
    }),
    subnets: key(identifiers('subnet', 16, 'subnet'), 'Subnets for tasks in awsvpc mode.'),
    securityGroups: key(identifiers('sg', 5, 'security group'), 'Security groups of the task.'),
    assignPublicIp: key(
      z.enum(['ENABLED', 'DISABLED']),
      'Whether the task gets a public address. Fargate only.',
    ),
  })
  .refine((launch) => !(launch.launchType && launch.capacityProviderStrategy), {
    error: 'launchType and capacityProviderStrategy exclude each other',
  })
  .refine(
    (launch) => Boolean(launch.subnets) || !(launch.securityGroups || launch.assignPublicIp),
    {
      error: 'securityGroups and assignPublicIp are of no use without subnets',
    },
  );
