import { afterEach, expect, test } from '@jest/globals';
import { day, runs } from '../support/cleanups.ts';
import { guarding, hasPolicy, olderThanDays } from '../support/guards.ts';
import { hour } from '../support/scene.ts';
import { type Served, serve } from '../support/served.ts';

const opened: Served[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ close }) => close()));
});

/** A stack with an image that an older tag of nobody's points to no more, and a policy that is about to take it. */
async function inDanger(): Promise<{ readonly stack: Served; readonly pinned: string }> {
  const stack = await serve(guarding());
  opened.push(stack);
  const { ecr } = stack.cloud;
  const pinned = ecr.push({ repository: 'shop/web', tag: 'latest' });
  await runs(stack, 'web', ecr.uri('shop/web', pinned));
  await stack.runTask({ taskDefinition: 'web' });
  ecr.push({ repository: 'shop/web', tag: 'latest' });
  await hasPolicy(stack, 'shop/web', [olderThanDays(2, { tagStatus: 'untagged' })]);
  await stack.pass(day + hour);
  return { stack, pinned };
}

test('what is about to go is printed with who uses it and what to do, and the exit code is 1', async () => {
  const { stack, pinned } = await inDanger();

  const all = await stack.deckhand('guard');
  const one = await stack.deckhand('guard', 'shop/web');
  const json = await stack.deckhand('guard', '--json');

  expect(all).toMatchObject({ code: 1, stderr: '' });
  expect(all.stdout).toContain(`${pinned.slice(0, 19)}  rule 1 deletes it when it is a day older`);
  expect(all.stdout).toContain('running task prod/');
  expect(one.stdout).toContain(`--image-ids imageDigest=${pinned}`);
  expect(one.stdout).toContain('deckhand guard shop/web --patch > policy.json');
  expect(JSON.parse(json.stdout)).toMatchObject({
    watches: [
      { repository: 'shop/web', howMany: 1, endangered: [{ digest: pinned, isNeeded: true }] },
    ],
  });
});

test('the patch is a policy and nothing else; what has to be tagged first is said beside it', async () => {
  const { stack } = await inDanger();

  const { code, stdout, stderr } = await stack.deckhand('guard', 'shop/web', '--patch');

  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    rules: [
      { rulePriority: 1, selection: { tagPatternList: ['deckhand-in-use-*'] } },
      { rulePriority: 2, selection: { tagStatus: 'untagged' } },
    ],
  });
  expect(stderr).toBe('deckhand: 1 have to be tagged before: `deckhand guard shop/web` says how\n');
});

test('where nothing is about to go it says so, and has no patch', async () => {
  const stack = await serve(guarding());
  opened.push(stack);

  expect(await stack.deckhand('guard')).toEqual({
    ...{ code: 0, stderr: '' },
    stdout: 'No image in use is about to go by a policy of ECR.\n',
  });
  expect(await stack.deckhand('guard', 'shop/web', '--patch')).toEqual({
    ...{ code: 1, stdout: '' },
    stderr: 'deckhand: no image in use of shop/web is about to go: there is nothing to patch\n',
  });
  expect(await stack.deckhand('guard', '--patch')).toMatchObject({ code: 2, stdout: '' });
});
