import { RegisterTaskDefinitionRequest$, TaskDefinition$ } from '@aws-sdk/client-ecs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { differencesBetween, notRegistered } from '../../shared/core/definition-differences.ts';
import type { ImageChange, WireDefinition } from '../../shared/core/rollout.ts';
import { revised } from '../../shared/deploy/consider/revise.ts';
import { fieldsOf, fullest } from '../support/api-model.ts';

const tags = [{ key: 'team', value: 'shop' }];

const changeOf = (container: string): ImageChange => ({
  container,
  from: 'before',
  to: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/vote:1.2.4@sha256:new',
  ...{ repository: 'vote', tag: '1.2.4', digest: 'sha256:new' },
});

/** What is registered, as AWS would answer it: with the nine fields that it adds, and its tags beside it. */
function registered({ tags: written, ...body }: ReturnType<typeof revised>) {
  const added = Object.fromEntries(notRegistered.map((field) => [field, `${field} of the next`]));
  return { definition: { ...body, ...added }, tags: Array.isArray(written) ? tags : [] };
}

describe('a revision made from every field of the API', () => {
  const definition = fullest(TaskDefinition$);

  test('is one: the model has all that is known to get lost', () => {
    const text = JSON.stringify(definition);

    for (const field of [
      ...['pidMode', 'ipcMode', 'proxyConfiguration', 'ephemeralStorage', 'runtimePlatform'],
      ...['inferenceAccelerators', 'enableFaultInjection', 'restartPolicy', 'versionConsistency'],
      ...['credentialSpecs', 'firelensConfiguration', 'configuredAtLaunch', 'resourceRequirements'],
    ]) {
      expect(text).toContain(`"${field}"`);
    }
  });

  test('leaves out exactly what RegisterTaskDefinition does not take', () => {
    const accepted = fieldsOf(RegisterTaskDefinitionRequest$);
    const told = fieldsOf(TaskDefinition$);

    expect(told.filter((field) => !accepted.includes(field)).sort()).toEqual(
      [...notRegistered].sort(),
    );
    expect(Object.keys(revised({ definition, tags }, [])).sort()).toEqual([...accepted].sort());
  });

  test('changes the image of the container that was chosen, and nothing else', () => {
    const [first, second] = containersOf(definition);
    const change = changeOf(String(first?.name));

    const { containerDefinitions, tags: _, ...rest } = revised({ definition, tags }, [change]);

    expect(containerDefinitions).toEqual([{ ...first, image: change.to }, second]);
    expect(rest).toEqual(
      Object.fromEntries(
        Object.entries(definition).filter(
          ([field]) => ![...notRegistered, 'containerDefinitions'].includes(field),
        ),
      ),
    );
    expect(JSON.stringify(containerDefinitions)).toBe(
      JSON.stringify(definition.containerDefinitions).replace(
        JSON.stringify(first?.image),
        JSON.stringify(change.to),
      ),
    );
  });

  test('is what was meant when it comes back with what AWS adds', () => {
    const body = revised({ definition, tags }, [changeOf('text-1')]);

    const { definition: found, tags: foundTags } = registered(body);

    expect(differencesBetween(body, found, foundTags)).toEqual([]);
  });
});

function containersOf({ containerDefinitions }: WireDefinition['definition']) {
  const containers = Array.isArray(containerDefinitions) ? containerDefinitions : [];
  return containers.map((container) =>
    typeof container === 'object' && container !== null && !Array.isArray(container)
      ? container
      : {},
  );
}

describe('tags', () => {
  const definition = { family: 'web', containerDefinitions: [] };

  test('of AWS itself are not registered, nor is an empty list', () => {
    const own = [{ key: 'aws:cloudformation:stack-name', value: 'x' }];

    expect(revised({ definition, tags: own }, [])).toEqual(definition);
    expect(revised({ definition, tags: [...own, ...tags] }, [])).toEqual({ ...definition, tags });
  });
});

/** Fields that nobody here knows, with whatever JSON in them. */
const unheardOf = fc.dictionary(
  fc.constantFrom('brandNew', 'enableSomething', 'cpu', 'volumes', 'x.y'),
  fc.jsonValue({ maxDepth: 3 }),
);

const wire = fc
  .record({
    fields: unheardOf,
    containers: fc.uniqueArray(
      fc.tuple(fc.constantFrom('app', 'proxy', 'log', 'init'), unheardOf),
      { selector: ([name]) => name, minLength: 1 },
    ),
  })
  .map(({ fields, containers }) =>
    // As it comes from the wire, and without prototypes of fast-check's.
    JSON.parse(
      JSON.stringify({
        ...fields,
        family: 'web',
        containerDefinitions: containers.map(([name, more]) => ({
          ...more,
          name,
          image: `old-${name}`,
        })),
        taskDefinitionArn: 'arn:aws:ecs:eu-west-1:1:task-definition/web:1',
        deleteRequestedAt: 1,
      }),
    ),
  );

describe('whatever fields AWS comes to have', () => {
  test('nothing changes but the images that were chosen', () => {
    fc.assert(
      fc.property(wire, fc.subarray(['app', 'proxy', 'log', 'init']), (definition, chosen) => {
        const body = revised({ definition, tags }, chosen.map(changeOf));

        const { taskDefinitionArn: _, deleteRequestedAt: __, ...kept } = definition;
        const expected = {
          ...kept,
          tags,
          containerDefinitions: containersOf(definition).map((container) =>
            chosen.includes(String(container.name))
              ? { ...container, image: changeOf('').to }
              : container,
          ),
        };
        expect(body).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  test('a difference anywhere is found, and told by its path', () => {
    fc.assert(
      fc.property(wire, (definition) => {
        const body = revised({ definition, tags }, [changeOf('app')]);
        const { definition: found } = registered(body);

        const [container, ...others] = containersOf(found);
        const broken = {
          ...found,
          containerDefinitions: [{ ...container, lost: 'new' }, ...others],
        };

        expect(differencesBetween(body, found, tags)).toEqual([]);
        expect(differencesBetween(body, broken, tags)).toEqual(['containerDefinitions.0.lost']);
      }),
    );
  });

  test('values are not told: they may be secrets', () => {
    const body = {
      family: 'web',
      containerDefinitions: [{ name: 'app', environment: [{ value: 'hunter2' }] }],
    };
    const found = {
      ...body,
      containerDefinitions: [{ name: 'app', environment: [{ value: 'hunter3' }] }],
    };

    expect(differencesBetween(body, found, [])).toEqual([
      'containerDefinitions.0.environment.0.value',
    ]);
  });
});
