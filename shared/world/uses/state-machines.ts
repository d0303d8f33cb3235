import {
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  ListStateMachineVersionsCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { nameOf } from '../../core/errors.ts';
import type { Connection } from '../connection.ts';
import type { Definitions } from './definitions.ts';
import { allPages } from './pages.ts';
import { type Found, nothingFound, type Source, together } from './source.ts';

/**
 * State machines that run tasks: their definitions and those of all published versions, which an alias may name. A
 * task definition that is only known when the machine runs is a gap.
 */
export function stateMachines(connection: Connection, definitions: Definitions): Source {
  const client = new SFNClient(connection.patient());
  return {
    source: 'state-machine',
    async look() {
      const machines = await allPages(async (nextToken) => {
        const answer = await client.send(new ListStateMachinesCommand({ nextToken }));
        return { items: answer.stateMachines, next: answer.nextToken };
      });
      const found: Found[] = [];
      for (const { stateMachineArn = '', name = '' } of machines) {
        found.push(await usesOf(client, stateMachineArn, `state machine ${name}`, definitions));
        for (const version of await versionsOf(client, stateMachineArn)) {
          const number = version.slice(version.lastIndexOf(':') + 1);
          const by = `state machine ${name} version ${number}`;
          found.push(await usesOf(client, version, by, definitions));
        }
      }
      return { ...together(found), subjects: machines.length };
    },
  };
}

const versionsOf = async (client: SFNClient, stateMachineArn: string) => {
  const versions = await allPages(async (nextToken) => {
    const page = new ListStateMachineVersionsCommand({ stateMachineArn, nextToken });
    const answer = await client.send(page);
    return { items: answer.stateMachineVersions, next: answer.nextToken };
  });
  return versions.flatMap(({ stateMachineVersionArn }) => stateMachineVersionArn ?? []);
};

async function usesOf(
  client: SFNClient,
  stateMachineArn: string,
  by: string,
  definitions: Definitions,
): Promise<Found> {
  const text = await definitionOf(client, stateMachineArn);
  if (text === null) return nothingFound;
  const found: Found[] = [];
  for (const reference of taskDefinitionsIn(JSON.parse(text))) {
    found.push(
      reference === null
        ? { ...nothingFound, gaps: [{ source: 'state-machine', why: dynamic(by) }] }
        : await definitions.usesBy('state-machine', reference, by),
    );
  }
  return together(found);
}

const dynamic = (by: string): string =>
  `${by} runs a task whose definition is only known when it runs`;

async function definitionOf(client: SFNClient, stateMachineArn: string): Promise<string | null> {
  try {
    const command = new DescribeStateMachineCommand({ stateMachineArn });
    return (await client.send(command)).definition ?? null;
  } catch (thrown) {
    if (nameOf(thrown) === 'StateMachineDoesNotExist') return null;
    throw thrown;
  }
}

/** `arn:aws:states:::ecs:runTask.sync`, and the SDK's own `arn:aws:states:::aws-sdk:ecs:runTask` and `startTask`. */
const runsTask = /^arn:[^:]+:states:::(?:aws-sdk:)?ecs:(?:runTask|startTask)(?:\.|$)/i;

/**
 * What the states of a definition run, however deep they are nested; `null` for one that is not written out: a path
 * (`TaskDefinition.$`), a JSONata expression, or none at all. Source: Amazon States Language.
 */
export function taskDefinitionsIn(definition: unknown): readonly (string | null)[] {
  if (Array.isArray(definition)) return definition.flatMap(taskDefinitionsIn);
  if (!isRecord(definition)) return [];
  const within = Object.values(definition).flatMap(taskDefinitionsIn);
  const { Resource, Parameters, Arguments } = definition;
  if (typeof Resource !== 'string' || !runsTask.test(Resource)) return within;
  const given = isRecord(Parameters) ? Parameters : isRecord(Arguments) ? Arguments : {};
  const reference = given.TaskDefinition ?? given.taskDefinition;
  const isLiteral = typeof reference === 'string' && !reference.startsWith('{%');
  return [...within, isLiteral ? reference : null];
}

const isRecord = (value: unknown): value is { readonly [field: string]: unknown } =>
  typeof value === 'object' && value !== null;
