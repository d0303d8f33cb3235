import {
  DescribeTaskDefinitionCommand,
  type ECSClient,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { messageOf, nameOf, Unavailable } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import { type Known, known } from '../core/known.ts';
import type { Registered, RegistrationBody, WireDefinition } from '../core/rollout.ts';
import { looking, refusal } from './failures.ts';
import { keepAnswer, sendInstead } from './raw-json.ts';

/** ECS says ClientException for everything; only the words tell that there is no such task definition. */
export const noSuchDefinition = (thrown: unknown): Known<null> | null =>
  nameOf(thrown) === 'ClientException' && /unable to describe/i.test(messageOf(thrown))
    ? known(null)
    : null;

/** A task definition as its JSON is on the wire. */
export function readDefinition(
  client: ECSClient,
  reference: string,
): Promise<Known<WireDefinition | null>> {
  const command = new DescribeTaskDefinitionCommand({
    taskDefinition: reference,
    include: ['TAGS'],
  });
  const answer = keepAnswer(command);
  return looking<WireDefinition | null>(
    'ecs:DescribeTaskDefinition',
    async () => {
      await client.send(command);
      return definitionIn(answer());
    },
    noSuchDefinition,
  );
}

/**
 * Registers a revision from a body that is sent as it is. Two registrations of one family at a time are refused with
 * a ClientException that the SDK does not try again: that is thrown as `Unavailable`, for a later try.
 */
export async function registerDefinition(
  client: ECSClient,
  body: RegistrationBody,
): Promise<Registered> {
  // The input is only what the SDK demands; the body goes in its place.
  const command = new RegisterTaskDefinitionCommand({
    family: String(body.family ?? ''),
    containerDefinitions: [],
  });
  sendInstead(command, body);
  const answer = keepAnswer(command);
  try {
    await client.send(command);
  } catch (thrown) {
    const meant = refusal('ecs:RegisterTaskDefinition', thrown);
    if (meant instanceof Unavailable || /too many concurrent attempts/i.test(messageOf(thrown))) {
      throw new Unavailable(meant.message, { cause: thrown });
    }
    return { refused: meant.message };
  }
  const registered = definitionIn(answer());
  return registered ? { registered } : { refused: 'ecs:RegisterTaskDefinition answered nothing' };
}

function definitionIn(answer: { readonly [field: string]: Json | undefined }) {
  const { taskDefinition, tags } = answer;
  if (!isObject(taskDefinition)) return null;
  const pairs = (Array.isArray(tags) ? tags : []).filter(isObject);
  return {
    definition: taskDefinition,
    tags: pairs.map(({ key, value }) => ({ key: String(key ?? ''), value: String(value ?? '') })),
  };
}

const isObject = (
  value: Json | undefined,
): value is { readonly [field: string]: Json | undefined } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
