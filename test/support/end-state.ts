import { isBody } from '../../local/cloud/protocols/json.ts';
import { running } from './rollouts.ts';
import { type Scene, titleOf } from './scene.ts';

/** What is left when everything has happened: equal for equal ends, whatever went wrong on the way. */
export type EndState = {
  readonly restarts: readonly { readonly startedBy: string; readonly status: string }[];
  readonly board: readonly string[];
  readonly mails: readonly (string | null)[];
  /** Restarts that the budgets were charged for. */
  readonly spent: number;
  readonly openRecords: readonly string[];
  readonly deadLetters: number;
};

export async function endStateOf(scene: Scene): Promise<EndState> {
  const items = await itemsOf(scene);
  return {
    restarts: scene.restarts().map(({ startedBy = '', lastStatus }) => ({
      startedBy: startedBy.replace(/[0-9a-f]{32}/, 'root'),
      status: lastStatus,
    })),
    board: scene.board().map(titleOf),
    mails: scene.cloud.sns.published.map(({ subject }) => subject),
    spent: spentIn(items).length,
    openRecords: items
      .filter(({ pk, state }) => pk.startsWith('record#') && state !== 'done')
      .map(({ pk }) => pk),
    deadLetters: scene.cloud.deadLetters().length,
  };
}

/** When the budgets were charged, in milliseconds since 1970. */
export async function spentTimes(scene: Scene): Promise<readonly number[]> {
  const spends = spentIn(await itemsOf(scene));
  return spends.flatMap((spend) => (isBody(spend) ? [Date.parse(String(spend.at))] : []));
}

const spentIn = (items: readonly Texts[]): readonly unknown[] =>
  items.filter(({ pk }) => pk.startsWith('budget#')).flatMap(({ spent }) => listIn(spent));

type Texts = { readonly pk: string; readonly [name: string]: string };

/** Every item of the table, with its texts. */
async function itemsOf({ cloud, call }: Scene): Promise<readonly Texts[]> {
  const [table] = cloud.template.resources.tables;
  const { Items } = await call('dynamodb', 'Scan', { TableName: table?.TableName });
  const items: readonly unknown[] = Array.isArray(Items) ? Items : [];
  return items.flatMap((item) => (isBody(item) ? textsOf(item) : []));
}

function textsOf(item: { readonly [name: string]: unknown }): Texts {
  const texts = Object.entries(item).flatMap(([name, value]) =>
    isBody(value) && typeof value.S === 'string' ? [[name, value.S] as const] : [],
  );
  return { pk: '', ...Object.fromEntries(texts) };
}

function listIn(text: string | undefined): readonly unknown[] {
  const list: unknown = text === undefined ? [] : JSON.parse(text);
  return Array.isArray(list) ? list : [];
}

/** The same of a rollout in the service `web`: what runs, and what was done to get there. */
export async function rolloutEndOf(scene: Scene) {
  const { board, openRecords, deadLetters } = await endStateOf(scene);
  const input = { cluster: 'prod', service: 'web' };
  const { serviceDeployments } = await scene.call('ecs', 'ListServiceDeployments', input);
  const family = { familyPrefix: 'web' };
  const { taskDefinitionArns } = await scene.call('ecs', 'ListTaskDefinitions', family);
  return {
    running: running(scene),
    board: board.slice(-1),
    deployments: lengthOf(serviceDeployments),
    revisions: lengthOf(taskDefinitionArns),
    openRecords,
    deadLetters,
  };
}

const lengthOf = (list: unknown): number => (Array.isArray(list) ? list.length : 0);
