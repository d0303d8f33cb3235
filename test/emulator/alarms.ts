import { PublishCommand } from '@aws-sdk/client-sns';
import { describe, expect, test } from '@jest/globals';
import { eventually } from './support/aws.ts';
import { eventOf, put, textOf } from './support/events.ts';
import { type Stacks, saying } from './support/stacks.ts';

/** An alarm, as the bus, a topic and CloudWatch itself tell of it. */
export function aboutAlarms({ cloud, acts }: Stacks): void {
  describe('an alarm', () => {
    test('is told once, whether it comes by the bus or by the topic for alarms', async () => {
      const Message = textOf('alarms/sns-message.json');

      await put(cloud, eventOf('alarms/metric.json'));
      await cloud.sns.send(new PublishCommand({ TopicArn: acts().outputs.AlarmTopicArn, Message }));
      const told = await eventually('people are told', acts().told, saying('vote-cpu-high'));

      expect(told.filter((text) => text.includes('vote-cpu-high'))).toHaveLength(1);
    });
  });
}
