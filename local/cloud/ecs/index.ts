import {
  type ApiAction,
  ApiError,
  type Service as AwsService,
  type Body,
  type Kernel,
} from '../types.ts';
import { actionsOf } from './actions.ts';
import { type Controls, createControls } from './controls.ts';
import { noRegistrations } from './registrations.ts';
import { watchServiceTask } from './services/watch.ts';
import type { Ecs, ImageSource, Log } from './state/ecs.ts';

/** What the local ECS is built with besides the kernel. Without subnets given, none exist. */
export type EcsParts = {
  readonly ecr: ImageSource;
  readonly log: Log;
  /** Whether a log group is there; without it, all are. */
  readonly logGroupExists?: (group: string) => boolean;
  /** Whether a CloudWatch alarm is in ALARM; without it, none ever is. */
  readonly isInAlarm?: (alarmName: string) => boolean;
  readonly network?: { readonly subnets: { readonly [subnetId: string]: SubnetParts } };
};

export type SubnetParts = {
  readonly availabilityZone: string;
  /** Free addresses; 251, those of a /24, unless told. */
  readonly free?: number;
};

export type LocalEcs = Controls & { readonly service: AwsService };

/** A small ECS: its API, its schedulers, and a hand on everything that can go wrong in it. */
export function createEcs(kernel: Kernel, parts: EcsParts): LocalEcs {
  const ecs = emptyEcs(kernel, parts);
  const controls = createControls(ecs);
  for (const [subnetId, subnet] of Object.entries(parts.network?.subnets ?? {})) {
    controls.subnet(subnetId, subnet);
  }
  ecs.watchers.push((task) => watchServiceTask(ecs, task));
  const actions = Object.entries(actionsOf(ecs)).map(([name, action]) => [
    name,
    inEcsWords(action),
  ]);
  return { ...controls, service: { name: 'ecs', actions: Object.fromEntries(actions) } };
}

function emptyEcs(kernel: Kernel, { ecr, log, ...parts }: EcsParts): Ecs {
  const { logGroupExists = () => true, isInAlarm = () => false } = parts;
  return {
    kernel,
    images: ecr,
    log,
    logGroupExists,
    isInAlarm,
    clusters: new Map(),
    families: new Map(),
    tasks: new Map(),
    live: new Set(),
    services: new Map(),
    instances: new Map(),
    subnets: new Map(),
    programs: [],
    exhausted: new Set(),
    plannedFailures: [],
    registrations: noRegistrations(),
    clientTokens: new Map(),
    watchers: [],
  };
}

/** ECS calls wrong input `InvalidParameterException`. */
function inEcsWords({ permissions, answer }: ApiAction): ApiAction {
  return {
    ...(permissions
      ? {
          permissions: (input: Body, kernel: Kernel) => {
            try {
              return permissions(input, kernel);
            } catch (thrown) {
              throw reworded(thrown);
            }
          },
        }
      : {}),
    answer: async (input, caller) => {
      try {
        return await answer(input, caller);
      } catch (thrown) {
        throw reworded(thrown);
      }
    },
  };
}

const reworded = (thrown: unknown): unknown =>
  thrown instanceof ApiError && thrown.code === 'ValidationException'
    ? new ApiError('InvalidParameterException', thrown.message)
    : thrown;
