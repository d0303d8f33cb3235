/**
 * How long a rollout has before it is looked at although no event has come; events are best effort. Longer than ECS
 * takes to bring out a task, to see it pass its health checks and to drain the one before.
 */
export const deadlineAfterMs = 30 * 60_000;

/** When people are told how far a rollout has come that has not ended by then. */
export const progressAfterMs = 5 * 60_000;
