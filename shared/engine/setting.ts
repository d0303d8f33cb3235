import { AsyncLocalStorage } from 'node:async_hooks';
import { readEnv } from '../config/env.ts';
import { packagedConfig } from '../config/packaged.ts';
import type { Config } from '../config/types.ts';
import type { World } from '../core/world.ts';
import { connect } from '../world/connect.ts';

/** What a function runs in: the world it acts on, and what the owner wants. */
export type Setting = { readonly world: World; readonly config: Config };

const given = new AsyncLocalStorage<Setting>();
let real: Setting | undefined;

/** Runs `work` in another setting than AWS; the rehearsal and the tests run the real handlers this way. */
export const inSetting = <T>(setting: Setting, work: () => T): T => given.run(setting, work);

/** The setting of this invocation. AWS's own is made once per warm container, at its first use. */
export function theSetting(): Setting {
  const setting = given.getStore() ?? real;
  if (setting) return setting;
  real = { world: connect({ env: readEnv() }), config: packagedConfig };
  return real;
}
