import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readEnv } from '../shared/config/env.ts';
import type { Config } from '../shared/config/types.ts';
import { inSetting } from '../shared/engine/setting.ts';
import { connect } from '../shared/world/connect.ts';
import type { Run } from './cloud/lambda/types.ts';

// The handlers' own log lines would drown the timeline; whoever wants them sets the level.
process.env.POWERTOOLS_LOG_LEVEL ??= 'SILENT';
process.env.POWERTOOLS_METRICS_DISABLED ??= 'true';

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

const root = resolve(import.meta.dirname, '..');

/**
 * Runs the real handlers of `functions/` in the real world adapters; only the network below the SDK, the clock and
 * chance are the local cloud's.
 */
export function runHandlers(config: Config): Run {
  return async ({ function: fn, event, context, requestHandler, fetch, now, random }) => {
    const handler = await handlerOf(fn.handler);
    const world = connect({
      env: readEnv(fn.environment),
      requestHandler,
      fetch,
      clock: { now, random },
      retryDelayMs: () => 0,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    return inSetting({ world, config }, () => handler(event, context));
  };
}

/** `functions/task-stopped.handler` is the export `handler` of `functions/task-stopped.ts`. */
async function handlerOf(reference: string): Promise<Handler> {
  const dot = reference.lastIndexOf('.');
  const file = pathToFileURL(resolve(root, `${reference.slice(0, dot)}.ts`)).href;
  const module: { readonly [name: string]: unknown } = await import(file);
  const handler = module[reference.slice(dot + 1)];
  if (!isHandler(handler)) throw new Error(`${reference} in serverless.yml is not a function`);
  return handler;
}

const isHandler = (value: unknown): value is Handler => typeof value === 'function';
