import type { Cause } from '../config/types.ts';
import { exits } from './catalogue/exits.ts';
import { imagePull } from './catalogue/image-pull.ts';
import { imageReach } from './catalogue/image-reach.ts';
import { initialization } from './catalogue/initialization.ts';
import { lastResort } from './catalogue/last-resort.ts';
import { memory } from './catalogue/memory.ts';
import { network } from './catalogue/network.ts';
import { ownership } from './catalogue/ownership.ts';
import { placement } from './catalogue/placement.ts';
import { quotas } from './catalogue/quotas.ts';
import { runtime } from './catalogue/runtime.ts';
import { runtimeOther } from './catalogue/runtime-other.ts';
import { serviceEvents } from './catalogue/service-events.ts';
import { spotAndHosts } from './catalogue/spot-and-hosts.ts';

/** Changes whenever a row does: year, month and a number. Incidents keep the ids, so ids are never reused. */
export const catalogueVersion = '2026.10.1';

/**
 * Every stop cause we know, in the order they are asked; the first match wins. Who asked for the stop comes
 * first, then errors that have a name, then exit codes, then what is left.
 */
export const catalogue: readonly Cause[] = [
  ...spotAndHosts,
  ...ownership,
  ...memory,
  ...imagePull,
  ...imageReach,
  ...initialization,
  ...network,
  ...placement,
  ...quotas,
  ...runtime,
  ...runtimeOther,
  ...exits,
  ...serviceEvents,
  ...lastResort,
];
