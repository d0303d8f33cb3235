import { defaults } from './defaults.ts';
import { normaliseAlarm } from './normalise/alarm.ts';
import { normaliseCleanup } from './normalise/cleanup.ts';
import { normaliseDeploy } from './normalise/deploy.ts';
import { normaliseNotify } from './normalise/notify.ts';
import { normaliseRestart } from './normalise/restart.ts';
import type { Config } from './types.ts';
import type { WrittenConfig } from './written.ts';

/**
 * What was written, made total: defaults filled in, rules inheriting from the level above, durations in
 * milliseconds. Takes what the schema of `written.ts` let through.
 */
export function normalise(written: WrittenConfig): Config {
  const mode = written.mode ?? defaults.mode;
  return {
    mode,
    actByTag: written.actByTag ?? defaults.actByTag,
    passRoles: written.passRoles ?? defaults.passRoles,
    reservedConcurrency: written.reservedConcurrency ?? defaults.reservedConcurrency,
    restart: normaliseRestart(written.restart ?? {}, mode),
    cleanup: normaliseCleanup(written.cleanup ?? {}, mode),
    deploy: normaliseDeploy(written.deploy ?? {}, mode),
    alarm: normaliseAlarm(written.alarm ?? {}),
    notify: normaliseNotify(written.notify ?? {}),
  };
}
