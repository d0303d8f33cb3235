import { unknown } from '../shared/core/known.ts';
import type { Gap } from '../shared/core/use.ts';
import type { World } from '../shared/core/world.ts';

const nothingLookedUp = async () => unknown('nothing is looked up offline');

const nothingSeen: Gap = { source: 'given', why: 'nothing is looked up offline' };

async function nothingIsDone(): Promise<never> {
  throw new Error('explaining does nothing');
}

/**
 * A world to explain in: nothing can be looked up, nothing is remembered, and nothing may be done. Jitter is taken
 * at its middle, so that the same event always gets the same answer.
 */
export const offlineWorld = (now: Date): World => ({
  clock: { now: () => now, random: () => 0.5 },
  ecs: {
    describeTaskDefinition: nothingLookedUp,
    statusOf: nothingLookedUp,
    describeService: nothingLookedUp,
    listSuccessfulDeployments: nothingLookedUp,
    runTask: nothingIsDone,
    updateService: nothingIsDone,
  },
  deployments: {
    readDefinition: nothingLookedUp,
    register: nothingIsDone,
    newest: nothingLookedUp,
    tasksOf: nothingLookedUp,
    stopAndRollBack: nothingIsDone,
    clusters: nothingLookedUp,
    servicesIn: nothingLookedUp,
    describe: nothingLookedUp,
  },
  scheduled: { running: nothingLookedUp, move: nothingIsDone },
  registry: {
    taggedImages: nothingLookedUp,
    scanOf: nothingLookedUp,
    platformsOf: nothingLookedUp,
  },
  fleet: {
    servicesUsing: async () => [],
    recall: async () => [],
    within: async () => [],
    remember: nothingIsDone,
    forget: nothingIsDone,
  },
  rollouts: {
    load: async (serviceArn) => ({ serviceArn, revision: 0, newest: null, quarantined: [] }),
    save: nothingIsDone,
    takeTurn: nothingIsDone,
  },
  logs: { tail: nothingLookedUp },
  graphs: { draw: nothingLookedUp },
  launchers: { targetsOfRule: nothingLookedUp, targetsOfSchedules: nothingLookedUp },
  alarms: { describe: nothingLookedUp, contributorsInAlarm: nothingLookedUp },
  loadBalancers: { targetHealth: nothingLookedUp },
  memory: {
    restartFacts: async () => ({ launch: null, lineage: null, spent: [], killSwitch: null }),
    rememberLaunch: nothingIsDone,
    rememberLineage: nothingIsDone,
    spend: nothingIsDone,
    sight: async (_key, id, at) => ({ sightings: [{ id, at }], tags: {} }),
    rememberTags: nothingIsDone,
    sightings: async () => [],
    killSwitch: async () => null,
    loadIncident: nothingIsDone,
    saveIncident: nothingIsDone,
    silences: async () => [],
    saveSilence: nothingIsDone,
    rememberSource: nothingIsDone,
    firingSources: async () => [],
  },
  records: {
    lease: nothingIsDone,
    decided: nothingIsDone,
    append: nothingIsDone,
    read: nothingIsDone,
  },
  repositories: {
    names: nothingLookedUp,
    named: nothingLookedUp,
    images: nothingLookedUp,
    imagesOf: nothingLookedUp,
    manifests: nothingLookedUp,
    exposure: nothingIsDone,
    remove: nothingIsDone,
    archive: nothingIsDone,
  },
  uses: {
    look: async () => ({ uses: [], gaps: [nothingSeen], lookedAt: now.toISOString() }),
    again: nothingIsDone,
    lookOnly: nothingIsDone,
  },
  lifecycle: {
    policyOf: nothingLookedUp,
    startPreview: nothingLookedUp,
    preview: nothingLookedUp,
  },
  watches: { all: async () => [], keep: nothingIsDone, forget: nothingIsDone },
  ledgers: { keep: nothingIsDone, of: async () => [] },
  later: { call: nothingIsDone },
  notices: {
    send: nothingIsDone,
    wake: nothingIsDone,
    setAside: nothingIsDone,
    putOff: nothingIsDone,
  },
  deadLetters: { keep: nothingIsDone },
  slack: {
    post: nothingIsDone,
    update: nothingIsDone,
    reply: nothingIsDone,
    upload: nothingIsDone,
  },
  slackWebhook: { post: nothingIsDone },
  sns: { publish: nothingIsDone },
  pagerduty: { send: nothingIsDone },
  webhook: { post: nothingIsDone },
});
