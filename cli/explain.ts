import { Command } from 'commander';
import type { Config } from '../shared/config/types.ts';
import type { Action, Decision } from '../shared/core/decision.ts';
import type { Diagnosis } from '../shared/core/diagnosis.ts';
import { BadInput, NotOurs } from '../shared/core/errors.ts';
import type { Facts } from '../shared/core/playbook.ts';
import type { Signal } from '../shared/core/signal.ts';
import { assumeLaunchKnown } from '../shared/restart/assume.ts';
import { readAnyEvent } from '../shared/wire/signal-of.ts';
import { readConfig } from './config-file.ts';
import { readInput } from './input.ts';
import { parseJson } from './json.ts';
import { offlineWorld } from './offline-world.ts';
import { paint, print, printJson, table } from './output.ts';
import { playbooks } from './playbooks.ts';
import { reasonRow } from './reason-row.ts';
import { describeRolloutAction } from './rollout-words.ts';

/** `deckhand explain <event>`: what is it, what would be decided, why. Nothing is looked up and nothing is done. */
export function explain(): Command {
  return new Command('explain')
    .summary('say what an event means and what would be decided')
    .description(
      'Says what an event means, what would be decided and why; offline: nothing is looked up, nothing is done. ' +
        'Exit code 1 for an event that cannot be read.',
    )
    .argument('<event>', 'the event as EventBridge delivers it (JSON), or - for standard input')
    .option('--config <file>', 'decide by this deckhand.yml instead of the defaults')
    .option(
      '--json',
      'print {signal, diagnosis?, decision: {verdict, reasons, actions}} and nothing else',
    )
    .addHelpText('after', '\nExample:\n  $ deckhand explain test/events/task-essential-exit.json')
    .action(async (file: string, options: { config?: string; json?: true }) => {
      const config = await readConfig(options.config);
      const event = parseJson(await readInput(file), file === '-' ? 'standard input' : file);
      const explanation = await explained(event, config);
      if (options.json) printJson(explanation);
      else printExplanation(explanation);
      process.exitCode = explanation.decision.verdict === 'keep' ? 1 : 0;
    });
}

type Explanation = {
  readonly signal: Signal | null;
  readonly diagnosis?: Diagnosis;
  readonly decision: Decision;
};

/** What is not ours, or cannot be read, has an explanation, too. */
export async function explained(event: unknown, config: Config): Promise<Explanation> {
  try {
    return await considered(readAnyEvent(event), config);
  } catch (thrown) {
    if (thrown instanceof NotOurs) {
      return { signal: null, decision: ignored('the event is ours', thrown.message) };
    }
    if (!(thrown instanceof BadInput)) throw thrown;
    const reason = { rule: 'the event can be read', holds: false, because: thrown.message };
    return { signal: null, decision: { verdict: 'keep', reasons: [reason], actions: [] } };
  }
}

async function considered(signal: Signal, config: Config): Promise<Explanation> {
  const playbook = playbooks.find(({ covers }) => covers(signal));
  if (!playbook) {
    const because = `no playbook reacts to a ${signal.kind}`;
    return { signal, decision: ignored('a playbook is for it', because) };
  }
  const world = offlineWorld(new Date(signal.at));
  const { facts } = await playbook.consider(signal, world, config);
  const decision = playbook.reconsider(assumeLaunchKnown(facts), config);
  return { signal, ...diagnosisIn(facts), decision };
}

const ignored = (rule: string, because: string): Decision => ({
  verdict: 'ignore',
  reasons: [{ rule, holds: false, because }],
  actions: [],
});

const diagnosisIn = (facts: Facts): { diagnosis?: Diagnosis } =>
  'diagnosis' in facts && isDiagnosis(facts.diagnosis) ? { diagnosis: facts.diagnosis } : {};

const isDiagnosis = (value: unknown): value is Diagnosis =>
  typeof value === 'object' && value !== null && 'restartHelps' in value && 'evidence' in value;

function printExplanation({ signal, diagnosis, decision }: Explanation): void {
  if (signal) print(`${paint.bold(signal.kind)}  ${paint.dim(`${signal.id}, ${signal.at}`)}\n`);
  if (diagnosis) print(`${describeDiagnosis(diagnosis)}\n`);
  print(`${paint.bold('Verdict')}  ${paint.bold(decision.verdict)}`);
  print(table(decision.reasons.map(reasonRow)));
  if (decision.actions.length > 0) {
    print(`\n${paint.bold('It would')}`);
    for (const action of decision.actions) print(`  ${describeAction(action)}`);
  }
}

const describeDiagnosis = ({ cause, class: kind, restartHelps, hint, evidence }: Diagnosis) =>
  table([
    [paint.bold('Cause'), `${cause} (${kind})`],
    [paint.bold('A restart'), restartHelps ? 'may help' : 'does not help'],
    [paint.bold('What to do'), hint],
    ...evidence.map((line, index) => [index === 0 ? paint.bold('Seen') : '', line]),
  ]);

function describeAction(action: Action): string {
  switch (action.do) {
    case 'run-task':
      return `run the task again, as ${action.startedBy}`;
    case 'call-later':
      return `come back at ${action.at} (${action.call.about.what})`;
    case 'notify':
      return `tell: ${action.notice.title}`;
    case 'update-service':
      return 'update the service';
    case 'remember-launch':
      return `remember how ${action.taskArns.length} task(s) were launched`;
    case 'delete-images':
      return `delete ${action.images.length} image(s) of ${action.repository.name}`;
    case 'keep-ledger':
      return `keep the ledger of ${action.ledger.repository}`;
    case 'keep-watches':
      return `keep what was seen of ${action.watches.length} lifecycle policies`;
    case 'keep-event':
      return 'keep the event in the failed-events queue';
    default:
      return describeRolloutAction(action);
  }
}
