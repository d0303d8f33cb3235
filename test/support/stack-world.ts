import type { Stage } from '../../local/stage.ts';
import { readEnv } from '../../shared/config/env.ts';
import type { World } from '../../shared/core/world.ts';
import { connect } from '../../shared/world/connect.ts';

/** The world of a stack as an operator sees it: the real one, over the wire of the local cloud. */
export function worldOf({ cloud }: Pick<Stage, 'cloud'>): World {
  const fn = cloud.template.functions.find(({ name }) => name === 'callDue');
  return connect({
    env: readEnv(fn?.environment ?? {}),
    requestHandler: cloud.gateway.handlerFor(cloud.operator),
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
}
