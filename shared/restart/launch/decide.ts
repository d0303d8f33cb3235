/**
 * How a task was launched is remembered for as long as it may be needed to launch it again. A launch that failed is
 * reported: RunTask's `failures[]` and refusals go to the caller alone, and a schedule has nobody to tell.
 */
import type { Config } from '../../config/types.ts';
import { familyAndRevision, nameOfArn } from '../../core/arn.ts';
import { clusterUrl } from '../../core/console-links.ts';
import type { Action, Decision, Reason } from '../../core/decision.ts';
import type { Notice } from '../../core/notice.ts';
import type { Facts } from '../../core/playbook.ts';
import { redact } from '../../core/redact.ts';
import type { TaskLaunched } from '../../core/signal.ts';
import { diagnose } from '../diagnose.ts';
import { evidenceOfLaunchFailure } from '../evidence.ts';
import { titled } from '../notices.ts';
import { tell } from '../steps.ts';

export type LaunchFacts = Facts & { readonly of: 'launch/1'; readonly signal: TaskLaunched };

export function decide({ signal }: LaunchFacts, config: Config): Decision {
  const why = whyFailed(signal);
  const isOurs = signal.startedBy?.startsWith('deckhand/') === true;
  const reasons: Reason[] = [
    {
      rule: 'the launch succeeded',
      holds: why === null,
      because: why ?? `${countOf(signal.taskArns)} started`,
    },
  ];
  const remember: readonly Action[] =
    signal.taskArns.length === 0
      ? []
      : [{ do: 'remember-launch', taskArns: signal.taskArns, launch: signal.launch }];
  if (why === null) {
    return { verdict: remember.length > 0 ? 'remember' : 'ignore', reasons, actions: remember };
  }
  if (isOurs) {
    const because = 'the restart that made this call tells of it';
    const told = [...reasons, { rule: 'nobody else tells of it', holds: false, because }];
    return { verdict: 'ignore', reasons: told, actions: remember };
  }
  return {
    verdict: 'report',
    reasons,
    actions: [...remember, tell(noticeOf(signal, why, reasons, config))],
  };
}

function whyFailed({ error, failures }: TaskLaunched): string | null {
  if (error) return redact(`${error.code}: ${error.message}`);
  if (failures.length === 0) return null;
  const whys = failures.map(({ reason, detail }) => [reason, detail].filter(Boolean).join(', '));
  return redact([...new Set(whys)].filter(Boolean).join('; ')) || 'no reason given';
}

const countOf = ({ length }: readonly string[]): string =>
  `${length} ${length === 1 ? 'task' : 'tasks'}`;

function noticeOf(
  signal: TaskLaunched,
  why: string,
  reasons: readonly Reason[],
  config: Config,
): Notice {
  // Of a refused call CloudTrail may not tell what it asked for.
  const family = familyAndRevision(signal.launch.taskDefinition).family || 'unknown-family';
  const isPart = signal.taskArns.length > 0;
  const cluster = nameOfArn(signal.launch.cluster);
  const diagnosis = diagnose(
    evidenceOfLaunchFailure(
      signal.error ? { reason: signal.error.message } : (signal.failures[0] ?? {}),
    ),
    config.restart.causes,
  );
  const url = clusterUrl(signal.launch.cluster);
  return {
    id: '',
    incident: `${cluster}/${family}#launch-failed`,
    about: signal.id,
    // A launch that failed is over as it happens: nothing is still burning.
    phase: 'info',
    severity: 'error',
    at: signal.at,
    title: titled(
      `${family}: launch failed`,
      isPart ? `only ${countOf(signal.taskArns)} started` : 'no task was started',
    ),
    summary: `RunTask started ${isPart ? 'less than asked' : 'nothing'}: ${why}.`,
    labels: {
      kind: 'launch',
      cluster,
      family,
      cause: 'launch-failed',
      class: diagnosis.class,
      severity: 'error',
      account: signal.account,
      region: signal.region,
    },
    counts: true,
    fields: [
      { name: 'Cause', value: `${diagnosis.cause} (${diagnosis.class})` },
      { name: 'Hint', value: diagnosis.hint },
      { name: 'Cluster', value: cluster },
      { name: 'Task definition', value: nameOfArn(signal.launch.taskDefinition) || 'not told' },
      { name: 'Called by', value: signal.caller },
      ...(signal.startedBy ? [{ name: 'Started by', value: signal.startedBy }] : []),
    ],
    changes: [],
    links: url ? [{ text: 'Cluster', url }] : [],
    reasons,
    outcomes: [],
  };
}
