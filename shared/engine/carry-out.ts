import type { Action, Outcome } from '../core/decision.ts';
import { BadInput, messageOf, Unavailable } from '../core/errors.ts';
import type { Recorded, RecordKey } from '../core/record.ts';
import { changes, notDeployed } from './deployed-for.ts';
import { perform } from './perform.ts';
import type { Setting } from './setting.ts';
import { count, logger } from './telemetry.ts';

/**
 * Does what a record says is not done yet, in order, writing down each outcome before the next action begins.
 * An action that has to wait does not hold up the others, except for a notice or a ledger, which tell what became
 * of the actions before them. What AWS refuses for good has failed, and that is its outcome. With the last outcome the record is closed.
 */
export async function carryOut(
  recorded: Recorded,
  key: RecordKey,
  resumed: boolean,
  setting: Setting,
): Promise<void> {
  const { actions } = recorded.decision;
  const outcomes = [...recorded.outcomes];
  const postponed: unknown[] = [];
  for (const [index, action] of actions.entries()) {
    if (outcomes.some((outcome) => outcome.action === index)) continue;
    if (tellsOfOthers(action) && postponed.length > 0) continue;
    const outcome = await attempt(action, index, { key, resumed, outcomes, setting }, postponed);
    if (!outcome) continue;
    outcomes.push(outcome);
    await setting.world.records.append(key, outcome, outcomes.length === actions.length);
    report(action, outcome, key);
  }
  if (postponed.length > 0) {
    throw new Unavailable(postponed.map(messageOf).join('; '), { cause: postponed[0] });
  }
}

/** For people who read logs and dashboards: what was done to the account, and what was not. */
function report(
  action: Action,
  { status, what }: Outcome,
  { signalId, playbook }: RecordKey,
): void {
  logger.info('done', { signal: signalId, playbook, did: action.do, status, what });
  if (status === 'failed') count('Failures');
  else if (changes(action)) count(status === 'done' ? 'Actions' : 'Refusals');
}

const tellsOfOthers = (action: Action): boolean =>
  action.do === 'notify' || action.do === 'keep-ledger';

type Under = {
  readonly key: RecordKey;
  readonly resumed: boolean;
  readonly outcomes: readonly Outcome[];
  readonly setting: Setting;
};

async function attempt(
  action: Action,
  index: number,
  { key, resumed, outcomes, setting }: Under,
  postponed: unknown[],
): Promise<Outcome | null> {
  const id = `${key.signalId}/${key.playbook}/${index}`;
  const at = setting.world.clock.now().toISOString();
  const told = { action: index, did: action.do, at };
  const denied = notDeployed(action, setting.config);
  if (denied !== null) return { ...told, status: 'refused', what: denied };
  try {
    return { ...told, ...(await perform(action, { id, resumed, outcomes }, setting)) };
  } catch (thrown) {
    if (thrown instanceof BadInput) return { ...told, status: 'failed', what: thrown.message };
    if (!(thrown instanceof Unavailable)) throw thrown;
    postponed.push(thrown);
    return null;
  }
}
