/**
 * Fargate announces days ahead that it will stop tasks on old hosts. Services replace theirs; standalone tasks end
 * for good unless somebody starts them again in time, so people are told now.
 */
import type { Config } from '../../config/types.ts';
import { nameOfArn } from '../../core/arn.ts';
import type { Decision } from '../../core/decision.ts';
import type { Facts } from '../../core/playbook.ts';
import type { RetirementPlanned } from '../../core/signal.ts';
import { diagnose } from '../diagnose.ts';
import { evidenceOfRetirement } from '../evidence.ts';
import { titled } from '../notices.ts';
import { tell } from '../steps.ts';

export type RetirementFacts = Facts & {
  readonly of: 'retirement/1';
  readonly signal: RetirementPlanned;
};

export function decide({ signal }: RetirementFacts, config: Config): Decision {
  const diagnosis = diagnose(evidenceOfRetirement(signal), config.restart.causes);
  const tasks = signal.taskArns.map(nameOfArn);
  const reasons = [
    {
      rule: 'tasks will be stopped',
      holds: true,
      because: `AWS Health says ${signal.eventTypeCode}`,
    },
  ];
  const notice = {
    id: '',
    incident: `${signal.account}/${signal.region}#retirement@${signal.from}`,
    about: signal.id,
    phase: 'info',
    severity: 'info',
    at: signal.at,
    title: titled(`${countOf(tasks.length)}: ${diagnosis.cause}`, `from ${signal.from}`),
    summary: diagnosis.hint,
    labels: {
      kind: 'task',
      cause: diagnosis.id,
      class: diagnosis.class,
      severity: 'info',
      account: signal.account,
      region: signal.region,
    },
    counts: true,
    fields: [
      { name: 'Stopped from', value: signal.from },
      { name: 'Tasks', value: listed(tasks) },
    ],
    changes: [],
    links: [],
    reasons,
    outcomes: [],
  } as const;
  return { verdict: 'report', reasons, actions: [tell(notice)] };
}

const countOf = (tasks: number): string =>
  tasks === 0 ? 'Some tasks' : `${tasks} ${tasks === 1 ? 'task' : 'tasks'}`;

const mostListed = 20;

function listed(tasks: readonly string[]): string {
  if (tasks.length === 0) return 'not named';
  const beyond = tasks.length - mostListed;
  return [...tasks.slice(0, mostListed), beyond > 0 ? `and ${beyond} more` : []].flat().join('\n');
}
