import { expect } from '@jest/globals';
import { askedTwice, openedScenes } from './scene.ts';
import { failsWithout } from './withheld.ts';

/** What a story took. */
export type Played = {
  /** The permissions that its functions used, each by `permission`. */
  readonly used: ReadonlySet<string>;
  readonly tookMs: number;
};

export const permission = (functionName: string, action: string): string =>
  `${functionName} ${action}`;

/** Plays a story, and fails where a function asked for anything twice. */
export async function withoutWaste(play: () => Promise<void>): Promise<Played> {
  openedScenes.length = 0;
  const began = performance.now();
  await play();
  const tookMs = performance.now() - began;
  // Taken out, so that what they hold may go: hundreds of clouds are more memory than a small machine has.
  const scenes = openedScenes.splice(0);
  expect(scenes.flatMap(askedTwice)).toEqual([]);
  const used = scenes.flatMap(({ cloud }) => cloud.gateway.used);
  return {
    used: new Set(used.map(({ principal, action }) => permission(principal, action))),
    tookMs,
  };
}

/** Whether a story fails when a function may not do that. */
export async function misses(
  functionName: string,
  action: string,
  play: () => Promise<void>,
): Promise<boolean> {
  const failed = await failsWithout({ functionName, action }, play);
  openedScenes.length = 0;
  return failed;
}
