import { expect } from '@jest/globals';
import { isBody } from '../../local/cloud/protocols/json.ts';
import type { Body } from '../../local/cloud/types.ts';
import type { StageOptions } from '../../local/stage.ts';
import { rolloutEndOf } from '../support/end-state.ts';
import { container, pushed, rollsOut, running, webOf } from '../support/rollouts.ts';
import { minute, openScene, type Scene } from '../support/scene.ts';
import { worldOf } from '../support/stack-world.ts';
import { webDefinition } from '../support/web-service.ts';
import type { Story } from './story.ts';

/** One after the other: what ran makes way before what is new has started. */
const inPlace = { deploymentConfiguration: { minimumHealthyPercent: 0, maximumPercent: 100 } };

/** Neither this version nor, from now on, the one before starts. */
const nothingStarts = ({ cloud }: Scene): void => {
  cloud.ecs.program({ image: '*:1.1.0@*' }, { cannotStart: 'no such file' });
  cloud.ecs.program({ image: '*:1.0.0' }, { cannotStart: 'no such file' });
};

const denied = (scene: Scene, action: string, times = 1): void =>
  scene.cloud.faults.next({ principal: 'callDue', service: 'ecs', action, kind: 'deny', times });

/** Somebody else writes down something of the service just before the first write that says this. */
function writtenBefore(words: string): StageOptions & { scene?: Scene } {
  let isWritten = false;
  const options: StageOptions & { scene?: Scene } = {
    ...rollsOut('minor'),
    async meanwhile({ action, input, principal }) {
      const isMeant = action === 'PutItem' && JSON.stringify(input).includes(words);
      if (isWritten || !isMeant || principal !== 'callDue' || !options.scene) return;
      isWritten = true;
      await writeAgain(options.scene, input);
    },
  };
  return options;
}

/** What stands there, one revision further. */
async function writeAgain({ call }: Scene, { TableName, Item }: Body): Promise<void> {
  const { pk, sk } = isBody(Item) ? Item : {};
  const { Item: found } = await call('dynamodb', 'GetItem', { TableName, Key: { pk, sk } });
  const text = isBody(found) && isBody(found.rollouts) ? String(found.rollouts.S) : '{}';
  const { revision, ...rollouts } = JSON.parse(text);
  const S = JSON.stringify({ ...rollouts, revision: revision + 1 });
  const written = { pk, sk, rollouts: { S }, revision: { N: String(revision + 1) } };
  await call('dynamodb', 'PutItem', { TableName, Item: written });
}

/** What people are told to do where nothing else is going to happen. */
const theWayBack = 'aws ecs update-service --cluster prod --service web --task-definition web:1';

/** As people do: pushes a version, registers a revision by its tag, and has the service run it. */
async function somebodyDeploys(scene: Scene, tag: string): Promise<void> {
  scene.cloud.ecr.push({ repository: 'shop/web', tag });
  const containerDefinitions = [container(scene, 'app', tag)];
  await scene.register({ ...webDefinition, containerDefinitions });
  const theirs = { cluster: 'prod', service: 'web', taskDefinition: 'web' };
  await scene.call('ecs', 'UpdateService', theirs);
}

const webArn = 'arn:aws:ecs:us-east-1:123456789012:service/prod/web';

const indexOf = ({ cloud }: Scene, action: string, words = ''): number =>
  cloud.calls.findIndex(
    (call) =>
      call.action === action &&
      call.outcome === 'ok' &&
      call.principal === 'callDue' &&
      JSON.stringify(call.input).includes(words),
  );

/** What goes wrong besides the image: none of it may keep the service from its next image. */
export const rolloutFailures: readonly Story[] = [
  {
    name: 'the way back fails, too: that is told as critical, tried no more, and a version that was mended goes out after it',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene, inPlace);
      nothingStarts(scene);

      scene.cloud.ecr.push({ repository: 'shop/web', tag: '1.1.0', content: '1.1.0' });
      await scene.pass(90 * minute);
      const failed = { titles: scene.titles(), shown: scene.shown() };
      scene.cloud.ecr.push({ repository: 'shop/web', tag: '1.1.9', content: '1.1.0' });
      await scene.pass(10 * minute);
      const tried = scene.tally();
      await pushed(scene, '1.2.0', 15 * minute);

      expect(failed.titles[0]).toMatch(/^🔴 web: 1.1.0 failed, and 1.0.0 did not come back/);
      expect(failed.shown).toContain(theWayBack);
      expect(failed.shown).toContain('deckhand release prod/web sha256:');
      expect(tried).toMatchObject({
        'callDue ecs:UpdateService': 1,
        'callDue ecs:StopServiceDeployment': 1,
      });
      expect(running(scene)).toEqual([expect.stringContaining('shop/web:1.2.0@')]);
      expect(await rolloutEndOf(scene)).toMatchObject({ openRecords: [], deadLetters: 0 });
    },
  },
  {
    name: 'the way back is denied: that is told as critical at once, and a version that was mended goes out after it',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene);
      scene.cloud.ecs.program({ image: '*:1.1.0@*' }, { cannotStart: 'no such file' });

      await pushed(scene, '1.1.0', 29 * minute);
      denied(scene, 'StopServiceDeployment');
      await scene.pass(5 * minute);
      const [title, shown] = [scene.titles(), scene.shown()];
      await scene.pass(40 * minute);
      await pushed(scene, '1.2.0', 15 * minute);

      expect(title).toEqual([
        expect.stringMatching(/^🔴 web: 1.1.0 failed, and 1.0.0 could not be brought back/),
      ]);
      expect(shown).toContain(theWayBack);
      expect(running(scene)).toEqual([expect.stringContaining('shop/web:1.2.0@')]);
    },
  },
  {
    name: 'ECS stops a deployment and does not go back, and the way back is denied: it ends as failed, and is quarantined',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      const breaker = { deploymentCircuitBreaker: { enable: true, rollback: false } };
      await webOf(scene, { deploymentConfiguration: breaker });
      scene.cloud.ecs.program({ image: '*:1.1.0@*' }, { cannotStart: 'no such file' });

      await pushed(scene, '1.1.0', 20_000);
      denied(scene, 'UpdateService');
      await scene.pass(90 * minute);
      const failed = scene.titles();
      await pushed(scene, '1.1.1');
      const { quarantined } = await worldOf(scene).rollouts.load(webArn);

      expect(failed).toEqual([expect.stringMatching(/^🔴 web: 1.1.0 failed/)]);
      expect(quarantined.map(({ tag }) => tag)).toEqual(['1.1.0']);
      expect(running(scene)).toEqual([expect.stringContaining('shop/web:1.1.1@')]);
      expect(await rolloutEndOf(scene)).toMatchObject({ openRecords: [], deadLetters: 0 });
    },
  },
  {
    name: 'the deployment is denied: that is told, nothing is held back, and the next version goes out',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene);
      denied(scene, 'UpdateService');

      await pushed(scene, '1.1.0');
      const titles = scene.titles();
      await pushed(scene, '1.2.0', 60 * minute);

      expect(titles).toEqual([expect.stringContaining('web: 1.1.0 could not be rolled out')]);
      expect(running(scene)).toEqual([expect.stringContaining('shop/web:1.2.0@')]);
      expect(scene.shown()).not.toContain('deckhand release');
    },
  },
  {
    name: 'somebody deploys a newer version after a crash just before ours begins: that stays, and ours is not begun late',
    async play() {
      for (const action of ['RegisterTaskDefinition', 'UpdateService']) {
        const scene = await openScene(rollsOut('minor'));
        await webOf(scene);
        const fault = {
          principal: 'callDue',
          service: 'ecs',
          action,
          kind: 'crash-before',
        } as const;
        scene.cloud.faults.next(fault);

        await pushed(scene, '1.1.0', 12_000);
        await somebodyDeploys(scene, '1.2.0');
        await scene.pass(45 * minute);

        expect(running(scene)).toEqual([scene.cloud.ecr.uri('shop/web', '1.2.0')]);
        expect(scene.tally()).not.toHaveProperty(['callDue ecs:UpdateService']);
        expect(await rolloutEndOf(scene)).toMatchObject({ openRecords: [], deadLetters: 0 });
      }
    },
  },
  {
    name: 'somebody deploys what mends it after a crash just before it is taken back: that stays, and nothing is taken back late',
    async play() {
      const scene = await openScene(rollsOut('minor'));
      await webOf(scene);
      scene.cloud.ecs.program({ image: '*:1.1.0@*' }, { cannotStart: 'no such file' });
      await pushed(scene, '1.1.0', 29 * minute);
      const action = 'StopServiceDeployment';
      scene.cloud.faults.next({
        principal: 'callDue',
        service: 'ecs',
        action,
        kind: 'crash-before',
      });

      await scene.pass(minute + 20_000);
      await somebodyDeploys(scene, '1.2.0');
      await scene.pass(60 * minute);

      expect(
        scene.cloud.faults.strike({ principal: 'callDue', service: 'ecs', action }),
      ).toBeNull();
      expect(running(scene)).toEqual([scene.cloud.ecr.uri('shop/web', '1.2.0')]);
      expect(scene.tally()).toMatchObject({ 'callDue ecs:UpdateService': 1 });
      expect(scene.titles().at(-1)).toContain('web: 1.1.0 was overtaken');
    },
  },
  {
    name: 'something else is written down as a rollout ends: its end is written down all the same, at once',
    async play() {
      const completed = String.raw`\"ending\":\"completed\"`;
      const options = writtenBefore(completed);
      const scene = await openScene(options);
      options.scene = scene;
      await webOf(scene);

      await pushed(scene, '1.1.0', 4 * minute);

      expect(indexOf(scene, 'PutItem', completed)).toBeGreaterThan(0);
      expect(scene.titles()).toEqual(['✅ web: 1.1.0 is out']);
    },
  },
  {
    name: 'something else is written down as a rollout is given up: nothing is taken back before that is written, too',
    async play() {
      const options = writtenBefore(String.raw`\"givenUp\"`);
      const scene = await openScene(options);
      options.scene = scene;
      await webOf(scene);
      scene.cloud.ecs.program({ image: '*:1.1.0@*' }, { cannotStart: 'no such file' });

      await pushed(scene, '1.1.0', 60 * minute);

      const written = indexOf(scene, 'PutItem', String.raw`\"givenUp\"`);
      expect(written).toBeGreaterThan(0);
      expect(indexOf(scene, 'StopServiceDeployment')).toBeGreaterThan(written);
      expect(scene.tally()).toMatchObject({ 'callDue ecs:StopServiceDeployment': 1 });
      expect(scene.titles()[0]).toContain('web: 1.0.0 runs again, 1.1.0 failed');
    },
  },
];
