import { z } from 'zod';
import { action, page } from '../action.ts';
import { ApiError, type Body, type Kernel, type Service } from '../types.ts';

const Create = z.looseObject({
  name: z.string(),
  definition: z.string(),
  roleArn: z.string().optional(),
  type: z.string().default('STANDARD'),
});
const OfMachine = z.looseObject({ stateMachineArn: z.string() });
const Page = { nextToken: z.string().optional(), maxResults: z.number().optional() };

type Machine = {
  readonly arn: string;
  readonly name: string;
  readonly type: string;
  readonly createdAt: number;
  definition: string;
  /** Published versions, oldest first. */
  readonly versions: { readonly arn: string; readonly definition: string; readonly at: number }[];
};

/** AWS Step Functions: state machines and their published versions, to be looked at; nothing runs. */
export function createStates(kernel: Kernel): { readonly service: Service } {
  const machines = new Map<string, Machine>();
  const { partition, region, account, time } = kernel;

  function find(arn: string): Machine {
    const machine = machines.get(arn);
    if (machine) return machine;
    throw new ApiError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  }

  /** A version is described by its own ARN: the machine's, and a number. */
  function describe(arn: string): Body {
    const version = [...machines.values()]
      .flatMap((machine) => machine.versions.map((one) => ({ machine, one })))
      .find(({ one }) => one.arn === arn);
    const machine = version?.machine ?? find(arn);
    return {
      stateMachineArn: arn,
      name: machine.name,
      status: 'ACTIVE',
      definition: version?.one.definition ?? machine.definition,
      roleArn: `arn:${partition}:iam::${account}:role/states`,
      type: machine.type,
      creationDate: new Date(version?.one.at ?? machine.createdAt),
    };
  }

  const actions = {
    CreateStateMachine: action({
      input: Create,
      answer({ name, definition, type }) {
        const arn = `arn:${partition}:states:${region}:${account}:stateMachine:${name}`;
        const machine = { arn, name, type, definition, createdAt: time.now(), versions: [] };
        machines.set(arn, machine);
        return { stateMachineArn: arn, creationDate: new Date(time.now()) };
      },
    }),
    UpdateStateMachine: action({
      input: OfMachine.extend({ definition: z.string() }),
      answer({ stateMachineArn, definition }) {
        find(stateMachineArn).definition = definition;
        return { updateDate: new Date(time.now()) };
      },
    }),
    PublishStateMachineVersion: action({
      input: OfMachine,
      answer({ stateMachineArn }) {
        const { versions, definition } = find(stateMachineArn);
        const arn = `${stateMachineArn}:${versions.length + 1}`;
        versions.push({ arn, definition, at: time.now() });
        return { stateMachineVersionArn: arn, creationDate: new Date(time.now()) };
      },
    }),
    ListStateMachines: action({
      input: z.looseObject(Page),
      answer({ nextToken, maxResults = 100 }) {
        const shown = page([...machines.values()], nextToken, maxResults);
        return { stateMachines: shown.items.map(summary), nextToken: shown.nextToken };
      },
    }),
    ListStateMachineVersions: action({
      input: OfMachine.extend(Page),
      answer({ stateMachineArn, nextToken, maxResults = 100 }) {
        const newest = find(stateMachineArn).versions.toReversed();
        const shown = page(newest, nextToken, maxResults);
        return {
          stateMachineVersions: shown.items.map(({ arn, at }) => ({
            stateMachineVersionArn: arn,
            creationDate: new Date(at),
          })),
          nextToken: shown.nextToken,
        };
      },
    }),
    DescribeStateMachine: action({
      input: OfMachine,
      answer: ({ stateMachineArn }) => describe(stateMachineArn),
    }),
  };
  return { service: { name: 'states', actions } };
}

const summary = ({ arn, name, type, createdAt }: Machine): Body => ({
  stateMachineArn: arn,
  name,
  type,
  creationDate: new Date(createdAt),
});
