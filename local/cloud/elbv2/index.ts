import { z } from 'zod';
import { action } from '../action.ts';
import type { LocalEcs } from '../ecs/index.ts';
import type { Task } from '../ecs/state/model.ts';
import { ApiError, type Body, type Service } from '../types.ts';

const DescribeTargetHealth = z.object({ TargetGroupArn: z.string() });

/** Elastic Load Balancing: target groups are there as soon as a service of ECS has them, and its tasks are their targets. */
export function createElbv2(ecs: Pick<LocalEcs, 'tasks' | 'services'>): {
  readonly service: Service;
} {
  const describeTargetHealth = action({
    input: DescribeTargetHealth,
    answer({ TargetGroupArn }) {
      const isKnown = ecs.services().some(({ revisions }) => isIn(revisions, TargetGroupArn));
      if (!isKnown) {
        throw new ApiError('TargetGroupNotFound', 'One or more target groups not found', 400);
      }
      const targets = ecs
        .tasks()
        .filter(({ lastStatus, deployment }) => lastStatus === 'RUNNING' && deployment)
        .filter(({ deployment }) => deployment && isIn([deployment.revision], TargetGroupArn));
      return { TargetHealthDescriptions: targets.map((task) => healthOf(task, TargetGroupArn)) };
    },
  });
  const actions = { DescribeTargetHealth: describeTargetHealth };
  return { service: { name: 'elasticloadbalancing', actions } };
}

type Balanced = {
  readonly loadBalancers: readonly { readonly targetGroupArn?: string | undefined }[];
};

const isIn = (revisions: readonly Balanced[], arn: string): boolean =>
  revisions.some(({ loadBalancers }) =>
    loadBalancers.some(({ targetGroupArn }) => targetGroupArn === arn),
  );

function healthOf(task: Task, arn: string): Body {
  const balanced = task.deployment?.revision.loadBalancers.find(
    ({ targetGroupArn }) => targetGroupArn === arn,
  );
  return {
    Target: {
      Id: task.taskArn.slice(task.taskArn.lastIndexOf('/') + 1),
      Port: balanced?.containerPort,
    },
    TargetHealth: stateOf(task),
  };
}

function stateOf(task: Task): Body {
  if (task.desiredStatus === 'STOPPED') {
    return { State: 'draining', Reason: 'Target.DeregistrationInProgress' };
  }
  if (task.targetHealthy) return { State: 'healthy' };
  return task.targetFailed
    ? { State: 'unhealthy', Reason: 'Target.FailedHealthChecks' }
    : { State: 'initial', Reason: 'Elb.RegistrationInProgress' };
}
