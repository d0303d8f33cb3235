import { describe, expect, test } from '@jest/globals';
import { offlineWorld } from '../../cli/offline-world.ts';
import type { TaskDefinition } from '../../shared/core/definition.ts';
import { BadInput, Unavailable } from '../../shared/core/errors.ts';
import { type Known, known, unknown } from '../../shared/core/known.ts';
import type { World } from '../../shared/core/world.ts';
import { gatherContext } from '../../shared/restart/context.ts';
import { now } from '../support/restarts.ts';
import { aDefinition, aDiagnosis, aTask } from '../support/tasks.ts';

type Answers = {
  readonly lines?: () => Promise<Known<readonly string[]>>;
  readonly before?: () => Promise<Known<TaskDefinition | null>>;
};

function worldWith({ lines, before }: Answers): { world: World; asked: string[] } {
  const world = offlineWorld(new Date(now));
  const asked: string[] = [];
  const describeTaskDefinition: World['ecs']['describeTaskDefinition'] = (reference) => {
    asked.push(reference);
    return before?.() ?? Promise.resolve(known(null));
  };
  const tail: World['logs']['tail'] = (group, stream, limit) => {
    asked.push(`${group} ${stream} ${limit}`);
    return lines?.() ?? Promise.resolve(known([]));
  };
  return {
    world: { ...world, ecs: { ...world.ecs, describeTaskDefinition }, logs: { tail } },
    asked,
  };
}

function contextOf(
  answers: Answers,
  { task = aTask(), definition = known(aDefinition()) as Known<TaskDefinition | null> } = {},
) {
  return gatherContext(task, definition, aDiagnosis(), worldWith(answers).world);
}

describe('the log of the container that ended the task', () => {
  test('is its last 20 lines, and one look at the revision before', async () => {
    const { world, asked } = worldWith({ lines: async () => known(['one', 'two']) });

    const context = await gatherContext(aTask(), known(aDefinition()), aDiagnosis(), world);

    expect(context.log).toEqual({ container: 'app', lines: ['one', 'two'] });
    expect(asked).toEqual([
      '/ecs/report ecs/app/root 20',
      'arn:aws:ecs:eu-west-1:123456789012:task-definition/report:6',
    ]);
  });

  test('holds no secret, not even one that goes over several lines', async () => {
    const body = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7';
    const lines = [
      '-----BEGIN PRIVATE KEY-----',
      body,
      '-----END PRIVATE KEY-----',
      'password=hunter2hunter2',
    ];

    const { log } = await contextOf({ lines: async () => known(lines) });

    expect(JSON.stringify(log)).not.toContain(body);
    expect(JSON.stringify(log)).not.toContain('hunter2');
  });

  test('is not asked for where the container never ran', async () => {
    const task = aTask({ containers: [{ name: 'app', reason: 'CannotPullContainerError' }] });

    expect(await contextOf({}, { task })).not.toHaveProperty('log');
  });

  test.each([
    ['access is denied', async () => unknown('logs:GetLogEvents was denied')],
    [
      'it is throttled',
      async () => {
        throw new Unavailable('logs:GetLogEvents was denied');
      },
    ],
  ])('says why it is missing when %s, and holds nothing up', async (_, lines) => {
    const { log } = await contextOf({ lines });

    expect(log).toEqual({ container: 'app', lines: [], why: 'logs:GetLogEvents was denied' });
  });

  test('does not swallow what is wrong with us', async () => {
    const lines = async () => {
      throw new BadInput('a bug');
    };

    await expect(contextOf({ lines })).rejects.toThrow('a bug');
  });
});

describe('what changed since the revision before', () => {
  test('is told, secrets left out', async () => {
    const before = async () => known(aDefinition({ revision: 6, cpu: '256' }));

    expect((await contextOf({ before })).changes).toEqual(known(['cpu 256 -> 512']));
  });

  test('is nothing for a first revision, without a look', async () => {
    const { world, asked } = worldWith({});
    const first = known(aDefinition({ revision: 1 }));

    const { changes } = await gatherContext(aTask({ containers: [] }), first, aDiagnosis(), world);

    expect(changes).toEqual(known([]));
    expect(asked).toEqual([]);
  });

  test.each([
    ['was deleted', known(null), known(['the revision before was deleted'])],
    ['could not be looked up', unknown('denied'), unknown('denied')],
  ])('is told apart where the revision before %s', async (_, answer, expected) => {
    expect((await contextOf({ before: async () => answer })).changes).toEqual(expected);
  });

  test('is not known where the task definition is not', async () => {
    expect((await contextOf({}, { definition: unknown('denied') })).changes).toEqual(
      unknown('denied'),
    );
  });
});
