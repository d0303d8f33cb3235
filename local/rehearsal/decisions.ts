import type { Decision, Outcome } from '../../shared/core/decision.ts';
import type { Stage } from '../stage.ts';

/** A record of the table, as far as the timeline shows it. */
export type Recorded = {
  readonly key: string;
  readonly at: number;
  readonly playbook: string;
  readonly decision: Decision;
  readonly outcomes: readonly Outcome[];
};

/** Everything Deckhand has decided so far, read from its table as `deckhand history` would. */
export async function decisionsIn(stage: Stage): Promise<readonly Recorded[]> {
  const items = await scan(stage);
  return items.flatMap((item) => recordedIn(item) ?? []).sort((one, other) => one.at - other.at);
}

async function scan(stage: Stage, from?: unknown): Promise<readonly unknown[]> {
  const { cloud, call } = stage;
  const [table] = cloud.template.resources.tables;
  const input = { TableName: table?.TableName, ...(from ? { ExclusiveStartKey: from } : {}) };
  const { Items, LastEvaluatedKey } = await call('dynamodb', 'Scan', input);
  const items: readonly unknown[] = Array.isArray(Items) ? Items : [];
  return LastEvaluatedKey ? [...items, ...(await scan(stage, LastEvaluatedKey))] : items;
}

function recordedIn(item: unknown): Recorded | null {
  const texts = textsOf(item);
  if (!texts.pk?.startsWith('record#') || !texts.facts || !texts.decision) return null;
  const facts: { readonly now: string } = JSON.parse(texts.facts);
  return {
    key: `${texts.pk}/${texts.sk}`,
    at: Date.parse(facts.now),
    playbook: texts.sk ?? '',
    decision: JSON.parse(texts.decision),
    outcomes: Object.entries(texts)
      .filter(([name]) => name.startsWith('outcome:'))
      .map(([, text]): Outcome => JSON.parse(text))
      .sort((one, other) => one.action - other.action),
  };
}

/** DynamoDB's `{ name: { S: text } }`, the texts of it. */
function textsOf(item: unknown): { readonly [name: string]: string } {
  if (typeof item !== 'object' || item === null) return {};
  const texts: { [name: string]: string } = {};
  for (const [name, value] of Object.entries(item)) {
    if (typeof value === 'object' && value !== null && 'S' in value) texts[name] = String(value.S);
  }
  return texts;
}
