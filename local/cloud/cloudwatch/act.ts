import { ApiError, type Body, type Kernel, type Principal } from '../types.ts';
import type { Alarms } from './alarms/alarms.ts';

/** Runs alarm actions: SNS topics and Lambda functions; others are told of, no more. */
export function createAct(
  kernel: Kernel,
  ways: {
    readonly publish: (principal: Principal, input: Body) => Promise<unknown>;
    readonly invoke: (functionArn: string, event: Body) => Promise<void>;
  },
): Alarms['act'] {
  const principal: Principal = {
    name: 'cloudwatch',
    roleArn: `arn:${kernel.partition}:iam::${kernel.account}:role/cloudwatch`,
    invokedBy: 'cloudwatch.amazonaws.com',
  };
  return async (resource, { subject, notification, lambdaEvent }) => {
    const service = resource.split(':')[2];
    try {
      if (service === 'sns') {
        const Message = JSON.stringify(notification);
        await ways.publish(principal, { TopicArn: resource, Subject: subject, Message });
      } else if (service === 'lambda') {
        await ways.invoke(resource, lambdaEvent);
      } else {
        kernel.tell('cloudwatch', `runs the action ${resource}`, notification);
      }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      kernel.tell('cloudwatch', `failed to execute the action ${resource}: ${error.message}`);
    }
  };
}
