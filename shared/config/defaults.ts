/**
 * What holds where the file says nothing, written the way people write it: the schema, the documentation
 * and `normalise` all take it from here.
 */
export const defaults = {
  mode: 'observe',
  attempts: 3,
  backoff: { initialDelay: '10s', rate: 2, maxDelay: '5m', jitter: 'full' },
  resetAfter: '10m',
  outOfMemoryFactor: 1.5,
  budget: { restarts: 10, per: 'cluster', window: '10m' },
  crashLoop: { stops: 3, within: '10m', then: 'notify' },
  cleanup: {
    schedule: 'rate(1 day)',
    onPush: true,
    protect: { previousRevisions: 3, minAge: '1d', usedWithin: '30d', tags: [] },
    caps: { maxImages: 500, maxPercent: 50, keepAtLeast: 5 },
    allow: { crossAccount: [], replication: false, pullThroughCache: false },
  },
  policy: 'never',
  matchTag: false,
  matchPreRelease: true,
  allowTags: 'any',
  pin: 'digest',
  baseRevision: 'service',
  cooldown: '0s',
  scan: { wait: '15m', block: ['CRITICAL'], newOnly: false, onMissing: 'closed' },
  platform: true,
  onUnknown: { cooldown: 'closed', image: 'closed', platform: 'open' },
  timeZone: 'UTC',
  schedules: false,
  rollback: 'onFailure',
  alarm: {
    graph: true,
    ignore: [{ name: 'TargetTracking-*' }],
    insufficientData: 'ignore',
  },
  receiver: 'default',
  groupInterval: '30s',
  repeatInterval: '4h',
  slackTokenParameter: '/deckhand/slack-token',
  snsFormat: 'text',
  causeSource: 'deckhand.yml',
} as const;
