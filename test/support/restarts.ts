import type { Config } from '../../shared/config/types.ts';
import type { Decision, Lineage, RunTask } from '../../shared/core/decision.ts';
import { type Known, known } from '../../shared/core/known.ts';
import type { Notice } from '../../shared/core/notice.ts';
import type { Call } from '../../shared/core/signal.ts';
import type { Task } from '../../shared/core/task.ts';
import type { RestartMemory } from '../../shared/core/world.ts';
import type { Plan, RestartCall } from '../../shared/restart/calls.ts';
import { readRestartCall } from '../../shared/restart/calls.ts';
import { diagnose } from '../../shared/restart/diagnose.ts';
import { evidenceOfLaunchFailure, evidenceOfTask } from '../../shared/restart/evidence.ts';
import type {
  CheckFacts,
  DueFacts,
  InterruptedFacts,
  Looked,
  NotStartedFacts,
  StoppedFacts,
} from '../../shared/restart/facts.ts';
import { ownerOf } from '../../shared/restart/owner.ts';
import { yml } from './config.ts';
import { aNotice } from './notices.ts';
import { aContext, aDefinition, aLaunch, aTask, clusterArn, taskArnOf } from './tasks.ts';

export const now = '2026-03-03T14:02:05.000Z';

const seen = { of: 'restart/1', now } as const;

/** One restart of `aTask()` so far. */
export const aLineage = (given: Partial<Lineage> = {}): Lineage => ({
  rootTaskArn: taskArnOf('root'),
  rootStartedBy: '',
  attempt: 1,
  launch: aLaunch(),
  incident: 'prod/report#application-error',
  gaveMemory: false,
  ...given,
});

/** The task that restart `attempt` of `aTask()` started; it failed like the first. */
export const aRestartedTask = (attempt: number, given: Parameters<typeof aTask>[0] = {}): Task =>
  aTask({
    taskArn: taskArnOf(`restart-${attempt}`),
    startedBy: `deckhand/root/${attempt}`,
    ...given,
  });

export const aMemory = (given: Partial<RestartMemory> = {}): RestartMemory => ({
  launch: null,
  lineage: null,
  spent: [],
  killSwitch: null,
  ...given,
});

type StoppedGiven = Partial<Looked> & {
  readonly task?: Task;
  readonly memory?: RestartMemory;
  readonly lineage?: Lineage | null;
  readonly dice?: number;
  readonly now?: string;
  readonly config?: Config;
};

/** What gather sees of a stopped task whose launch is remembered. The diagnosis is the catalogue's. */
export function stoppedFacts({
  task = aTask(),
  lineage,
  ...given
}: StoppedGiven = {}): StoppedFacts & {
  readonly looked: Looked;
} {
  const memory = given.memory ?? aMemory({ lineage: lineage ?? null });
  const definition = given.definition ?? known(aDefinition());
  const essential = definition.known
    ? definition.value?.containers.flatMap(({ name, essential: counts }) => (counts ? [name] : []))
    : undefined;
  return {
    ...seen,
    now: given.now ?? now,
    about: 'stopped',
    task,
    region: 'eu-west-1',
    owner: ownerOf(task),
    diagnosis: diagnose(evidenceOfTask(task, essential), given.config?.restart.causes),
    dice: given.dice ?? 0.5,
    ended: null,
    again: false,
    looked: {
      memory,
      definition,
      launched: given.launched ?? {
        known: true,
        source: memory.lineage ? 'lineage' : 'run-task',
        launch: memory.lineage?.launch ?? aLaunch(),
      },
      context: given.context ?? aContext(),
    },
  };
}

export const interruptedFacts = (given: Parameters<typeof aTask>[0] = {}): InterruptedFacts => {
  const task = aTask({
    lastStatus: 'RUNNING',
    stopCode: 'TerminationNotice',
    stoppedReason: 'Your Spot Task was interrupted.',
    capacityProviderName: 'FARGATE_SPOT',
    ...given,
  });
  return {
    ...seen,
    about: 'interrupted',
    task,
    region: 'eu-west-1',
    owner: ownerOf(task),
    diagnosis: diagnose(evidenceOfTask(task)),
  };
};

/** The first of three restarts of `aTask()`. */
export const aPlan = (given: Partial<Plan> = {}): Plan => ({
  lineage: aLineage(),
  budget: { key: clusterArn, restarts: 10, windowMs: 600_000 },
  failedTaskArn: taskArnOf('root'),
  actsByTag: false,
  attempts: 3,
  backoff: yml().restart.rules[0]?.backoff ?? {
    initialDelayMs: 0,
    rate: 1,
    maxDelayMs: 0,
    jitter: 'none',
  },
  resetAfterMs: 600_000,
  subject: 'report: The application ended with an error',
  notice: aNotice({ incident: 'prod/report#application-error', about: taskArnOf('root') }),
  ...given,
});

export const dueFacts = (given: Partial<DueFacts> = {}): DueFacts => ({
  ...seen,
  about: 'due',
  plan: aPlan(),
  memory: aMemory(),
  ...given,
});

/** RunTask answered `failures[]` with this reason. */
export function notStartedFacts(
  why: string,
  given: Partial<NotStartedFacts> = {},
): NotStartedFacts {
  const diagnosis = diagnose(evidenceOfLaunchFailure({ reason: why }));
  return { ...seen, about: 'not-started', plan: aPlan(), why, diagnosis, dice: 0.5, ...given };
}

export const checkFacts = (
  lastStatus: Known<string | null>,
  given: Partial<CheckFacts> = {},
): CheckFacts => ({
  ...seen,
  about: 'check',
  plan: aPlan(),
  memory: aMemory({ lineage: aLineage() }),
  lastStatus,
  ...given,
});

/** The one notice that a decision tells; fails where there is none, or more. */
export function toldBy({ actions }: Decision): Notice {
  const notices = actions.flatMap((action) => (action.do === 'notify' ? [action.notice] : []));
  const [notice] = notices;
  if (!notice || notices.length > 1) throw new Error(`${notices.length} notices are told`);
  return notice;
}

/** What the decision does, in order. */
export const doneBy = ({ actions }: Decision): readonly string[] =>
  actions.map((action) => action.do);

export const runTaskIn = ({ actions }: Decision): RunTask | undefined =>
  actions.find((action) => action.do === 'run-task');

type Later = { readonly at: string; readonly call: Call };

export const laterIn = ({ actions }: Decision): Later | undefined =>
  actions.find((action) => action.do === 'call-later');

/** The restart that a decision puts off, with when. Fails where there is none. */
export function planIn(decision: Decision): { readonly at: string; readonly plan: Plan } {
  const later = laterIn(decision);
  const call: RestartCall | undefined = later && readRestartCall(later.call);
  if (!later || call?.what !== 'restart') throw new Error(`no restart in ${decision.verdict}`);
  return { at: later.at, plan: call.plan };
}

/** The questions that were answered with no. */
export const againstIn = ({ reasons }: Decision): readonly string[] =>
  reasons.filter(({ holds }) => !holds).map(({ rule }) => rule);
