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
import { rolloutKinds } from './stories/rollout-kinds.ts';
import { rollouts } from './stories/rollouts.ts';
import { scans } from './stories/scans.ts';
import { schedulesFollow } from './stories/schedules-follow.ts';
import { services } from './stories/services.ts';
import { sweeps } from './stories/sweeps.ts';
import { troubles } from './stories/troubles.ts';
import { usesOfImages } from './stories/uses.ts';
import { yml } from './support/config.ts';
import { everything } from './support/everything.ts';
import { misses, permission, withoutWaste } from './support/played.ts';

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
  usesOfImages,
  guards,
  lastLooks,
  cleanupsAfterPush,
  permissions,
  cleanupCaps,
};

/** The stories that need a permission, the quickest first. */
const witnesses = new Map<string, Witness[]>();

type Witness = {
  readonly play: () => Promise<void>;
  readonly tookMs: number;
};

for (const [theme, stories] of Object.entries(themes)) {
  describe(theme, () => {
    for (const { name, play } of stories) {
      test(name, async () => {
        const { used, tookMs } = await withoutWaste(play);
        for (const one of used) {
          const known = witnesses.get(one) ?? [];
          witnesses.set(one, [...known, { play, tookMs }]);
        }
      });
    }
  });
}

const witnessesOf = (functionName: string, action: string): readonly Witness[] =>
  (witnesses.get(permission(functionName, action)) ?? []).toSorted(
    (one, other) => one.tookMs - other.tookMs,
  );

// Last, and in this file, because it is about all of the stories above.
describe('the roles in serverless.yml', () => {
  const template = readTemplate(readFileSync('serverless.yml', 'utf8'), {
    config: yml(everything),
    readFile: () => ({}),
  });
  const permissions = template.functions.flatMap(({ name, statements }) =>
    [...new Set(statements.flatMap(({ actions }) => actions))].map((action) => [name, action]),
  );

  // What is not granted the local cloud refuses, so that a story fails for it; this finds what nobody needs.
  test.each(permissions)(
    'a story fails when %s may not call %s',
    async (functionName = '', action = '') => {
      let missed = false;
      for (const { play } of witnessesOf(functionName, action)) {
        missed ||= await misses(functionName, action, play);
      }

      expect(missed).toBe(true);
    },
  );
});
