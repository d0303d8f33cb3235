import {
  type EventBridgeClient,
  ListRuleNamesByTargetCommand,
  ListTargetsByRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { BadInput, nameOf } from '../core/errors.ts';
import type { Known } from '../core/known.ts';
import type { Scheduled } from '../core/scheduled.ts';
import { asking, looking } from './failures.ts';
import { keepAnswer, sendInstead } from './raw-json.ts';
import { isObject, isOfFamily, type Target, taskDefinitionIn } from './scheduled-target.ts';

/** EventBridge tells the rules of a cluster by itself; each has five targets at the most. */
export async function ruleTargets(
  client: EventBridgeClient,
  clusterArn: string,
  family: string,
): Promise<Known<readonly Scheduled[]>> {
  const names = await looking('events:ListRuleNamesByTarget', () => rulesOf(client, clusterArn));
  if (!names.known) return names;
  return looking('events:ListTargetsByRule', async () => {
    const found: Scheduled[] = [];
    for (const name of names.value) {
      for (const target of await targetsOf(client, name)) {
        const taskDefinition = taskDefinitionIn(target);
        const isOurs = target.Arn === clusterArn && isOfFamily(taskDefinition, family);
        if (!isOurs || taskDefinition === null) continue;
        found.push({ by: 'rule', name, targetId: String(target.Id ?? ''), taskDefinition });
      }
    }
    return found;
  });
}

async function rulesOf(client: EventBridgeClient, TargetArn: string): Promise<readonly string[]> {
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = { TargetArn, ...(NextToken === undefined ? {} : { NextToken }) };
    const answer = await client.send(new ListRuleNamesByTargetCommand(page));
    names.push(...(answer.RuleNames ?? []));
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  return names;
}

/** A rule that is gone has none. */
async function targetsOf(client: EventBridgeClient, Rule: string): Promise<readonly Target[]> {
  const command = new ListTargetsByRuleCommand({ Rule });
  const answer = keepAnswer(command);
  try {
    await asking('events:ListTargetsByRule', () => client.send(command));
  } catch (thrown) {
    const { cause } = thrown instanceof Error ? thrown : { cause: undefined };
    if (nameOf(cause) === 'ResourceNotFoundException') return [];
    throw thrown;
  }
  const { Targets } = answer();
  return (Array.isArray(Targets) ? Targets : []).filter(isObject);
}

type OfRule = { readonly name: string; readonly targetId: string };

export async function targetOf(
  client: EventBridgeClient,
  { name, targetId }: OfRule,
): Promise<Target | null> {
  const targets = await targetsOf(client, name);
  return targets.find(({ Id }) => Id === targetId) ?? null;
}

export async function putTarget(
  client: EventBridgeClient,
  { name, targetId }: OfRule,
  target: Target,
): Promise<void> {
  // The input is only what the SDK demands; the target goes in its place.
  const command = new PutTargetsCommand({ Rule: name, Targets: [{ Id: targetId, Arn: '-' }] });
  sendInstead(command, { Rule: name, Targets: [target] });
  const { FailedEntries = [] } = await asking('events:PutTargets', () => client.send(command));
  const [failed] = FailedEntries;
  if (!failed) return;
  throw new BadInput(`events:PutTargets was refused: ${failed.ErrorCode}: ${failed.ErrorMessage}`);
}
