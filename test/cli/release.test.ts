import { afterEach, describe, expect, test } from '@jest/globals';
import { container, pushed, rollsOut, running, webOf } from '../support/rollouts.ts';
import { minute } from '../support/scene.ts';
import { type Served, serve } from '../support/served.ts';

/** Each of these starts several processes of their own. */
const longestMs = 180_000;

const opened: Served[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ close }) => close()));
});

/** A stack in which 1.1.0 could not be started in `web`, and was taken back. */
async function aStackWithQuarantine(): Promise<{
  readonly stack: Served;
  readonly digest: string;
}> {
  const stack = await serve(rollsOut('minor'));
  opened.push(stack);
  const breaker = { deploymentCircuitBreaker: { enable: true, rollback: true } };
  await webOf(
    stack,
    { desiredCount: 1, deploymentConfiguration: breaker },
    {
      containerDefinitions: [container(stack, 'app', '1.0.0')],
    },
  );
  stack.cloud.ecs.program({ image: '*:1.1.0@*' }, { cannotStart: 'no such file' });
  const digest = await pushed(stack, '1.1.0', 30 * minute);
  return { stack, digest };
}

describe('deckhand release', () => {
  test(
    'lists what is held back, lets it be tried again at once, and tells who did it and why',
    async () => {
      const { stack, digest } = await aStackWithQuarantine();
      const listed = JSON.parse((await stack.deckhand('status', '--json')).stdout);
      stack.cloud.ecs.program({ image: '*:1.1.0@*' }, {});

      const words = ['prod/web', digest.slice(0, 15), '--by', 'ann', '--why', 'it is mended'];
      const ran = await stack.deckhand('release', ...words, '--json');
      await stack.pass(10 * minute);
      const after = JSON.parse((await stack.deckhand('status', '--json')).stdout);

      expect(listed.quarantined).toMatchObject([{ digest, tag: '1.1.0', repository: 'shop/web' }]);
      expect(JSON.parse(ran.stdout)).toEqual({
        ...{ service: 'prod/web', digest, tag: '1.1.0', by: 'ann', why: 'it is mended' },
      });
      expect(after.quarantined).toEqual([]);
      expect(running(stack)).toEqual([expect.stringContaining('shop/web:1.1.0@')]);
      const said = JSON.stringify(stack.channel.messages);
      expect(said).toContain('1.1.0 was released by ann');
      expect(said).toContain('it is mended');
    },
    longestMs,
  );

  test(
    'says in one line what is held back where it is asked for something else, and what is missing',
    async () => {
      const { stack, digest } = await aStackWithQuarantine();

      const other = await stack.deckhand('release', 'prod/web', 'sha256:0123');
      const nowhere = await stack.deckhand('release', 'prod/vote', digest);
      const bare = await stack.deckhand('release', 'prod/web');
      const people = await stack.deckhand('status');

      expect(other).toMatchObject({ code: 1, stdout: '' });
      expect(other.stderr).toBe(
        `deckhand: sha256:0123 is not held back in prod/web; these are: ${digest}\n`,
      );
      expect(nowhere.stderr).toBe(
        'deckhand: nothing is held back in a service prod/vote of deckhand-dev: deckhand status lists what is\n',
      );
      expect(nowhere.code).toBe(1);
      expect(bare.code).toBe(2);
      expect(people.stdout).toContain(`  prod/web ${digest}`);
    },
    longestMs,
  );
});
