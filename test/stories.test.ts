import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readTemplate } from '../local/cloud/template/index.ts';
import { alarms } from './stories/alarms.ts';
import { capacity } from './stories/capacity.ts';
import { cleanupCaps } from './stories/cleanup-caps.ts';
import { cleanups } from './stories/cleanups.ts';
import { cleanupsAfterPush } from './stories/cleanups-after-push.ts';
import { coverage } from './stories/coverage.ts';
import { endings } from './stories/endings.ts';
import { failedLaunches } from './stories/failed-launches.ts';
import { graphs } from './stories/graphs.ts';
import { guards } from './stories/guards.ts';
import { lastLooks } from './stories/last-looks.ts';
import { launches } from './stories/launches.ts';
import { limits } from './stories/limits.ts';
import { notices } from './stories/notices.ts';
import { outages } from './stories/outages.ts';
import { pace } from './stories/pace.ts';
import { permissions } from './stories/permissions.ts';
import { quiet } from './stories/quiet.ts';
import { receivers } from './stories/receivers.ts';
import { relaunches } from './stories/relaunches.ts';
import { remedies } from './stories/remedies.ts';
import { restarts } from './stories/restarts.ts';
import { rolloutConversations } from './stories/rollout-conversations.ts';
import { rolloutEndings } from './stories/rollout-endings.ts';
import { rolloutFailures } from './stories/rollout-failures.ts';
import { rolloutFleets } from './stories/rollout-fleets.ts';
import { rolloutKinds } from './stories/rollout-kinds.ts';
import { rollouts } from './stories/rollouts.ts';
import { scans } from './stories/scans.ts';
import { schedulesFollow } from './stories/schedules-follow.ts';
import { services } from './stories/services.ts';
import { sweeps } from './stories/sweeps.ts';
import { troubles } from './stories/troubles.ts';
import { yml } from './support/config.ts';
import { everything } from './support/everything.ts';
import { allScenes, askedTwice, usedByAll } from './support/scene.ts';
import { failsWithout } from './support/withheld.ts';

/** A storm of a thousand events is a minute of virtual time, and several seconds of ours. */
const longestMs = 3 * 60_000;

const themes = {
  alarms,
  restarts,
  endings,
  capacity,
  launches,
  relaunches,
  failedLaunches,
  limits,
  rollouts,
  rolloutKinds,
  scans,
  schedulesFollow,
  coverage,
  rolloutConversations,
  rolloutEndings,
  rolloutFailures,
  rolloutFleets,
  sweeps,
  services,
  troubles,
  remedies,
  notices,
  outages,
  pace,
  quiet,
  receivers,
  graphs,
  cleanups,
  guards,
  lastLooks,
  cleanupsAfterPush,
  permissions,
  cleanupCaps,
};

for (const [theme, stories] of Object.entries(themes)) {
  describe(theme, () => {
    for (const { name, play } of stories) {
      test(name, () => withoutWaste(play), longestMs);
    }
  });
}

type Witness = { readonly play: () => Promise<void>; readonly calls: number };

/** The stories that need a permission, by function and action. */
const witnesses = new Map<string, Witness[]>();

const nameOf = (functionName: string, action: string): string => `${functionName} ${action}`;

/** Plays a story, looks whether a function asked for anything twice, and notes what it needed. */
async function withoutWaste(play: () => Promise<void>): Promise<void> {
  const before = allScenes.length;
  await play();
  const scenes = allScenes.slice(before);
  expect(scenes.flatMap(askedTwice)).toEqual([]);
  const calls = scenes.reduce((sum, { cloud }) => sum + cloud.calls.length, 0);
  const used = scenes.flatMap(({ cloud }) => cloud.gateway.used);
  for (const name of new Set(used.map(({ principal, action }) => nameOf(principal, action)))) {
    witnesses.set(name, [...(witnesses.get(name) ?? []), { play, calls }]);
  }
}

/** The shortest stories come first: nearly always the first one fails. */
const mostTried = 40;

// Last, and in this file, because it is about all of the stories above.
describe('the roles in serverless.yml', () => {
  const template = readTemplate(readFileSync('serverless.yml', 'utf8'), {
    config: yml(everything),
    readFile: () => ({}),
  });

  test.each(template.functions.map((fn) => [fn.name, fn] as const))(
    '%s may do exactly what its stories use',
    (name, fn) => {
      const used = usedByAll.flat().filter(({ principal }) => principal === name);
      const usedActions = [...new Set(used.map(({ action }) => action))].sort();
      const granted = [...new Set(fn.statements.flatMap(({ actions }) => actions))].sort();

      // The local cloud refuses what is not granted, so that a story fails for it; this finds what is not used.
      expect(granted).toEqual(usedActions);
    },
  );

  const permissions = template.functions.flatMap(({ name, statements }) =>
    [...new Set(statements.flatMap(({ actions }) => actions))].map((action) => [name, action]),
  );

  test.each(permissions)(
    'a story fails when %s may not call %s',
    async (functionName = '', action = '') => {
      const name = nameOf(functionName, action);
      const shortest = (witnesses.get(name) ?? [])
        .toSorted((one, other) => one.calls - other.calls)
        .slice(0, mostTried);
      let missed = false;
      for (const { play } of shortest) {
        missed ||= await failsWithout({ functionName, action }, play);
      }
      expect(missed).toBe(true);
    },
    longestMs,
  );
});
