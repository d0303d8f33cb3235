import type { ForgetService, RememberService } from './fleet.ts';
import type { RegistrationBody, Rollout, Rollouts } from './rollout.ts';
import type { MoveSchedule } from './scheduled.ts';
import type { Call } from './signal.ts';

export type RolloutAction =
  | RollOut
  | RollBack
  | KeepRollouts
  | RememberService
  | ForgetService
  | MoveSchedule;

/** Register a revision, unless `taskDefinition` is there already, and have the service run it. */
export type RollOut = {
  readonly do: 'roll-out';
  readonly clusterArn: string;
  readonly serviceArn: string;
  /** The whole of RegisterTaskDefinition's body, or the ARN of a revision that has been registered already. */
  readonly revision: { readonly register: RegistrationBody } | { readonly taskDefinition: string };
  readonly rollout: Omit<Rollout, 'taskDefinition'>;
  /** The task definition that the service named when this was decided: a later try deploys over no other. */
  readonly over: string;
  /** What was remembered of the service when this was decided. */
  readonly rollouts: Rollouts;
  /** Whom to ask again where somebody was faster, or it is not yet our turn to register. */
  readonly again: Call;
};

/** Have the service run what it ran before: by ECS itself while the deployment is under way. */
export type RollBack = {
  readonly do: 'roll-back';
  readonly clusterArn: string;
  readonly serviceArn: string;
  readonly taskDefinition: string;
  /** The task definition that is taken back: a later try deploys over no other. */
  readonly over: string;
  readonly serviceDeploymentArn?: string;
};

/** Write down how a rollout ended, and which digests are not to be tried again. */
export type KeepRollouts = {
  readonly do: 'keep-rollouts';
  readonly rollouts: Rollouts;
  /** Whom to ask again where somebody else wrote meanwhile: what follows is left to that. */
  readonly again?: Call;
};
