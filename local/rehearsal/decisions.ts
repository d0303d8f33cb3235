import type { Decision, Outcome } from '../../shared/core/decision.ts';
import { type Elsewhere, namesOfParts, unpack } from '../../shared/world/packed.ts';
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
  const items = (await scan(stage)).map(attributesOf);
  const packed = new Map(items.map((item) => [item.pk?.S ?? '', item.packed?.B ?? '']));
  return items
    .flatMap((item) => recordedIn(item, packed) ?? [])
    .sort((one, other) => one.at - other.at);
}

async function scan(stage: Stage, from?: unknown): Promise<readonly unknown[]> {
  const { cloud, call } = stage;
  const [table] = cloud.template.resources.tables;
  const input = { TableName: table?.TableName, ...(from ? { ExclusiveStartKey: from } : {}) };
  const { Items, LastEvaluatedKey } = await call('dynamodb', 'Scan', input);
  const items: readonly unknown[] = Array.isArray(Items) ? Items : [];
  return LastEvaluatedKey ? [...items, ...(await scan(stage, LastEvaluatedKey))] : items;
}

function recordedIn(item: Attributes, packed: ReadonlyMap<string, string>): Recorded | null {
  const { pk, sk, facts, decision } = item;
  if (!pk?.S?.startsWith('record#') || !facts?.S || !decision?.S) return null;
  const { now }: { readonly now: string } = JSON.parse(facts.S);
  const elsewhere: Elsewhere | null = JSON.parse(item.elsewhere?.S ?? 'null');
  return {
    key: `${pk.S}/${sk?.S}`,
    at: Date.parse(now),
    playbook: sk?.S ?? '',
    decision: { ...JSON.parse(decision.S), ...(elsewhere && restIn(elsewhere, packed)) },
    outcomes: Object.entries(item)
      .filter(([name]) => name.startsWith('outcome:'))
      .map(([, text]): Outcome => JSON.parse(text?.S ?? 'null'))
      .sort((one, other) => one.action - other.action),
  };
}

/** What was too large for the record has been packed into items beside it. */
function restIn(elsewhere: Elsewhere, packed: ReadonlyMap<string, string>) {
  const parts = namesOfParts(elsewhere).map((name) => packed.get(name) ?? '');
  const { actions } = unpack<Pick<Decision, 'actions'>>(
    parts.map((part) => Buffer.from(part, 'base64')),
  );
  return { actions };
}

/** A text, or bytes in base64. */
type Attributes = { readonly [name: string]: { readonly S?: string; readonly B?: string } };

function attributesOf(item: unknown): Attributes {
  if (typeof item !== 'object' || item === null) return {};
  const attributes: { [name: string]: { S?: string; B?: string } } = {};
  for (const [name, value] of Object.entries(item)) {
    if (typeof value !== 'object' || value === null) continue;
    if ('S' in value) attributes[name] = { S: String(value.S) };
    if ('B' in value) attributes[name] = { B: String(value.B) };
  }
  return attributes;
}
