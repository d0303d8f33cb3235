import { type ECSClient, RunTaskCommand, type RunTaskCommandInput } from '@aws-sdk/client-ecs';
import type { RunTask } from '../core/decision.ts';
import { nameOf, Unavailable } from '../core/errors.ts';
import { given } from '../core/given.ts';
import type { Tag } from '../core/task.ts';
import type { RunTaskResult } from '../core/world.ts';
import { refusal } from './failures.ts';

/** A task can carry so many tags, AWS's own not counted. */
const maxTags = 50;

/** Starts one task. The token makes a repeated call answer with the task that the first one started. */
export async function runTask(client: ECSClient, request: RunTask): Promise<RunTaskResult> {
  try {
    const { tasks, failures } = await client.send(new RunTaskCommand(inputOf(request)));
    const started = tasks?.[0]?.taskArn;
    if (started !== undefined) return { started };
    return { failures: (failures ?? []).map((failure) => given(failure)) };
  } catch (thrown) {
    if (nameOf(thrown) === 'ConflictException')
      return { conflict: refusal(action, thrown).message };
    const meant = refusal(action, thrown);
    if (meant instanceof Unavailable) throw meant;
    return { refused: meant.message };
  }
}

const action = 'ecs:RunTask';

function inputOf({ launch, startedBy, clientToken, lineage }: RunTask): RunTaskCommandInput {
  const input: unknown = {
    ...launch,
    count: 1,
    startedBy,
    clientToken,
    tags: tagsOf(launch.tags, lineage),
  };
  // A launch is RunTask's own request as AWS told it; our type only leaves its words open to new ones.
  return input as RunTaskCommandInput;
}

/** Nobody but AWS may set `aws:` tags; ours say which chain of restarts the task belongs to. */
function tagsOf(tags: readonly Tag[] = [], lineage: RunTask['lineage']): Tag[] {
  const ours = [
    { key: 'deckhand:root', value: lineage.rootTaskArn },
    { key: 'deckhand:attempt', value: String(lineage.attempt) },
  ];
  const isOurs = (key: string): boolean => ours.some((tag) => tag.key === key);
  const theirs = tags.filter(({ key }) => !key.startsWith('aws:') && !isOurs(key));
  return [...theirs.slice(0, maxTags - ours.length), ...ours];
}
