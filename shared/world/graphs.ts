import { CloudWatchClient, GetMetricWidgetImageCommand } from '@aws-sdk/client-cloudwatch';
import type { Graphs } from '../core/channels.ts';
import type { Connection } from './connection.ts';
import { looking } from './failures.ts';

/** CloudWatch draws 20 graphs a second at most; one that it has no time for is not waited for. */
export function graphs(connection: Connection): Graphs {
  const clients = new Map<string, CloudWatchClient>();
  return {
    async draw(widget, region) {
      const client = clients.get(region) ?? new CloudWatchClient(connection.settings(region));
      clients.set(region, client);
      return looking('cloudwatch:GetMetricWidgetImage', async () => {
        const { MetricWidgetImage } = await client.send(
          new GetMetricWidgetImageCommand({ MetricWidget: widget }),
        );
        if (!MetricWidgetImage?.length) throw new Error('CloudWatch drew nothing');
        return new Uint8Array(MetricWidgetImage);
      });
    },
  };
}
