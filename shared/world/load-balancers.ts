import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { parseArn } from '../core/arn.ts';
import { nameOf } from '../core/errors.ts';
import { known } from '../core/known.ts';
import type { LoadBalancers, TargetHealth } from '../core/load-balancers.ts';
import { clientPerRegion } from './client-per-region.ts';
import type { Connection } from './connection.ts';
import { looking } from './failures.ts';

export function loadBalancers(connection: Connection): LoadBalancers {
  const clientIn = clientPerRegion(
    (region) => new ElasticLoadBalancingV2Client(connection.settings(region)),
  );
  return {
    targetHealth(targetGroupArn) {
      const client = clientIn(parseArn(targetGroupArn)?.region);
      return looking<TargetHealth | null>(
        'elasticloadbalancing:DescribeTargetHealth',
        async () => {
          const command = new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn });
          const { TargetHealthDescriptions = [] } = await client.send(command);
          return counted(TargetHealthDescriptions.map(({ TargetHealth: health }) => health?.State));
        },
        (thrown) => (nameOf(thrown).startsWith('TargetGroupNotFound') ? known(null) : null),
      );
    },
  };
}

function counted(states: readonly (string | undefined)[]): TargetHealth {
  const healthy = states.filter((state) => state === 'healthy').length;
  const unhealthy = states.filter((state) => state === 'unhealthy').length;
  return { healthy, unhealthy, other: states.length - healthy - unhealthy };
}
