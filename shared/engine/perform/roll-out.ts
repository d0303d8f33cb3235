import { nameOfArn } from '../../core/arn.ts';
import { differencesBetween } from '../../core/definition-differences.ts';
import { given } from '../../core/given.ts';
import type { TurnLimit } from '../../core/rollout.ts';
import type { RollOut } from '../../core/rollout-actions.ts';
import type { World } from '../../core/world.ts';
import { askAgain } from './ask-again.ts';
import { deployedMeanwhile } from './deployed-meanwhile.ts';
import { type Circumstances, type Done, done, killed, refused } from './done.ts';

/** RegisterTaskDefinition takes 20 at once and one a second after that; some of them are left to other people. */
const registrations: TurnLimit = { name: 'ecs:RegisterTaskDefinition', burst: 10, everyMs: 1_000 };

const overtaken = 'something else has happened to the service meanwhile';

/**
 * Registers the revision, writes the rollout down, and has the service run it. A try that died between any two of
 * these finds the family's newest revision to be what it meant to register, the rollout under its own name, or the
 * service on its way; and goes on from there. What somebody else has deployed since is not deployed over.
 */
export async function rollOut(
  action: RollOut,
  { resumed }: Circumstances,
  world: World,
): Promise<Done> {
  const stopped = resumed ? await world.memory.killSwitch() : null;
  if (stopped) return refused(killed(stopped));
  const again = (why: string, at?: string) =>
    askAgain(action.again, world, { why, ...given({ at }) });
  const rollouts = resumed ? await world.rollouts.load(action.serviceArn) : action.rollouts;
  const begun = rollouts.newest?.id === action.rollout.id ? rollouts.newest : null;
  if (!begun && rollouts.revision !== action.rollouts.revision) return again(overtaken);
  const expected = [action.over, ...(begun ? [begun.taskDefinition] : [])];
  const meanwhile = resumed ? await deployedMeanwhile(action, expected, world) : null;
  if (meanwhile) return again(meanwhile);
  const revision = begun ?? (await theRevision(action, resumed, world));
  if ('at' in revision) return again('it is not yet our turn to register', revision.at);
  if ('refused' in revision) return { status: 'failed', what: revision.refused };
  if (!begun && !(await isWrittenDown(action, revision.taskDefinition, world))) {
    return again(overtaken);
  }
  const { clusterArn, serviceArn } = action;
  const { taskDefinition } = revision;
  await world.ecs.updateService({ clusterArn, serviceArn, taskDefinition });
  return done(`${nameOfArn(serviceArn)} is brought to ${nameOfArn(taskDefinition)}`);
}

type Revision =
  | { readonly taskDefinition: string }
  | { readonly refused: string }
  | { readonly at: string };

async function theRevision(
  { revision }: RollOut,
  resumed: boolean,
  world: World,
): Promise<Revision> {
  if ('taskDefinition' in revision) return revision;
  const { register } = revision;
  const earlier = resumed ? await alreadyRegistered(register, world) : null;
  if (earlier) return { taskDefinition: earlier };
  const turn = await world.rollouts.takeTurn(registrations);
  if (!turn.granted) return { at: turn.at };
  const answer = await world.deployments.register(register);
  if ('refused' in answer) return answer;
  const { definition, tags } = answer.registered;
  const differences = differencesBetween(register, definition, tags);
  const taskDefinition = String(definition.taskDefinitionArn ?? '');
  if (differences.length === 0) return { taskDefinition };
  return {
    refused: `${nameOfArn(taskDefinition)} is not what was meant, and is not used: ${differences.join(', ')}`,
  };
}

/** The newest revision of the family, where it is to the letter what we mean to register. */
async function alreadyRegistered(
  body: Extract<RollOut['revision'], { register: unknown }>['register'],
  world: World,
): Promise<string | null> {
  const found = await world.deployments.readDefinition(String(body.family ?? ''));
  if (!found.known || !found.value) return null;
  const { definition, tags } = found.value;
  const isSame = differencesBetween(body, definition, tags).length === 0;
  return isSame ? String(definition.taskDefinitionArn ?? '') : null;
}

/** What waited or was told of before is this rollout's business now. */
function isWrittenDown(
  { rollout, rollouts }: RollOut,
  taskDefinition: string,
  world: World,
): Promise<boolean> {
  const { told: _, ...kept } = rollouts;
  return world.rollouts.save({ ...kept, waiting: false, newest: { ...rollout, taskDefinition } });
}
