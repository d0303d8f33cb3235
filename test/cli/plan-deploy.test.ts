import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { deckhand } from '../support/cli.ts';
import { container, pushed, rollsOut, webOf } from '../support/rollouts.ts';
import { fargateNetwork, minute, type Scene } from '../support/scene.ts';
import { serve } from '../support/served.ts';
import { webDefinition } from '../support/web-service.ts';

/** Each of these starts several processes of their own. */
const longestMs = 180_000;

const tidyUp: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(tidyUp.splice(0).map((close) => close()));
});

/** A stack whose service `web` runs 1.0.0, and the command that asks it about an image by the same configuration. */
async function aStackWith(policy: string, more = '') {
  const options = rollsOut(policy, more);
  const stack = await serve(options);
  const folder = mkdtempSync(join(tmpdir(), 'deckhand-'));
  const file = join(folder, 'deckhand.yml');
  writeFileSync(file, options.config ?? '');
  tidyUp.push(stack.close, async () => rmSync(folder, { recursive: true }));
  await webOf(stack);
  return {
    stack,
    plan: (image: string, ...words: readonly string[]) =>
      stack.deckhand('plan', 'deploy', '--image', image, '--config', file, ...words),
  };
}

/** A service `batch` of the same repository, with this tag deckhand:deploy. */
async function anotherService(stack: Scene, policy: string): Promise<void> {
  const containerDefinitions = [container(stack, 'app', '1.0.0')];
  await stack.register({ ...webDefinition, family: 'batch', containerDefinitions });
  await stack.call('ecs', 'CreateService', {
    ...{ cluster: 'prod', serviceName: 'batch', taskDefinition: 'batch', desiredCount: 0 },
    ...{ launchType: 'FARGATE', networkConfiguration: fargateNetwork },
    tags: [{ key: 'deckhand:deploy', value: policy }],
  });
  await stack.pass(minute);
}

describe('deckhand plan deploy', () => {
  test(
    'says why an image would be rolled out in a service, and changes nothing',
    async () => {
      const { stack, plan } = await aStackWith('minor');
      await pushed(stack, '1.1.0', 0);
      const before = stack.cloud.calls.length;

      const { stdout, code } = await plan('shop/web:1.1.0', '--json');

      const asked = stack.cloud.calls.slice(before).map(({ action }) => action);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        image: 'shop/web:1.1.0',
        services: [
          {
            service: 'web',
            cluster: 'prod',
            rollsOut: true,
            verdict: 'roll_out',
            reasons: expect.arrayContaining([
              {
                rule: 'minor picks 1.1.0',
                holds: true,
                because: 'app: 1.1.0 is the newest that may follow 1.0.0',
              },
              expect.objectContaining({ rule: 'the image can be pulled', holds: true }),
              expect.objectContaining({ rule: 'Deckhand may act', holds: true }),
            ]),
          },
        ],
      });
      expect(asked.filter((action) => !/^(Describe|List|Get|Batch|Query)/.test(action))).toEqual(
        [],
      );
    },
    longestMs,
  );

  test(
    'says of each service that uses the repository why, or why not',
    async () => {
      const { stack, plan } = await aStackWith('minor');
      await anotherService(stack, 'never');
      await pushed(stack, '1.1.0', 0);

      const { stdout } = await plan('shop/web:1.1.0', '--json');

      const { services } = JSON.parse(stdout);
      expect(services).toMatchObject([
        {
          ...{ service: 'batch', rollsOut: false, verdict: 'ignore' },
          reasons: [{ because: 'app: its policy is never, by its rule, tag or label' }],
        },
        { service: 'web', rollsOut: true },
      ]);
    },
    longestMs,
  );

  test(
    'says why not, for people: another version, a gate, an image that is not there',
    async () => {
      const { stack, plan } = await aStackWith(
        'minor',
        'freeze: [{ from: 2020-01-01, to: 2090-01-01, timeZone: UTC }]',
      );
      await pushed(stack, '1.1.0', minute);

      const waits = await plan('shop/web:1.1.0');
      const major = await plan('shop/web:2.0.0');
      const nobody = await plan('shop/api:1.0.0');

      expect(waits.stdout).toMatch(
        /^shop\/web:1.1.0 would be rolled out in 0 of 1 service\.\n\nprod\/web {2}waits\n/,
      );
      expect(waits.stdout).toMatch(/no +nothing is frozen +rollouts are frozen from 2020-01-01/);
      expect(major.stdout).toMatch(/no +minor picks 2.0.0 +app: 2.0.0 has another major version/);
      expect(major.stdout).toMatch(/no +the image is in its repository +shop\/web has no 2.0.0/);
      expect(nobody.stdout).toBe(
        'No service that Deckhand knows uses the repository of shop/api:1.0.0.\n',
      );
    },
    longestMs,
  );

  test.each([
    ['shop/web', 2, 'give its tag, as policies choose among tags'],
    ['Shop Web:1', 2, 'this is no image reference'],
    ['ghcr.io/shop/web:1.0.0', 2, 'ghcr.io is no private ECR registry'],
  ])(
    'refuses --image %s in one line',
    async (image, code, why) => {
      const ran = await deckhand(['plan', 'deploy', '--image', image]);

      expect(ran).toEqual({ code, stdout: '', stderr: `deckhand: --image ${image}: ${why}\n` });
    },
    longestMs,
  );
});
