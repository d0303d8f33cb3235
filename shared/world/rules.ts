import {
  EventBridgeClient,
  ListTargetsByRuleCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import { nameOf } from '../core/errors.ts';
import { known } from '../core/known.ts';
import type { Launch } from '../core/task.ts';
import type { Launchers } from '../core/world.ts';
import type { Connection } from './connection.ts';
import { looking } from './failures.ts';
import { launchOf } from './target-launch.ts';

export function rules(connection: Connection): Pick<Launchers, 'targetsOfRule'> {
  const client = new EventBridgeClient(connection.settings());
  return {
    targetsOfRule: (ruleName) =>
      looking<readonly Launch[]>(
        'events:ListTargetsByRule',
        async () => (await targetsOf(client, ruleName)).flatMap((target) => launchOf(target) ?? []),
        (thrown) => (nameOf(thrown) === 'ResourceNotFoundException' ? known([]) : null),
      ),
  };
}

async function targetsOf(client: EventBridgeClient, ruleName: string): Promise<readonly Target[]> {
  const targets: Target[] = [];
  let NextToken: string | undefined;
  do {
    const page = { Rule: ruleName, ...(NextToken === undefined ? {} : { NextToken }) };
    const answer = await client.send(new ListTargetsByRuleCommand(page));
    targets.push(...(answer.Targets ?? []));
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  return targets;
}
