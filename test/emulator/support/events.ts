import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Aws } from './aws.ts';

/** An event as AWS documents it. */
export type Event = {
  readonly source: string;
  readonly 'detail-type': string;
  readonly resources: string[];
  readonly detail: { readonly [field: string]: unknown };
};

const folder = resolve(import.meta.dirname, '../../events');

/** One of `test/events`, as it is written. */
export const textOf = (file: string): string => readFileSync(resolve(folder, file), 'utf8');

export const eventOf = (file: string): Event => JSON.parse(textOf(file));

/** The same of another task: its events are other signals. */
export function ofTask(event: Event, id: string, family = 'report'): Event {
  const text = JSON.stringify(event)
    .replaceAll(taskIdOf(event), id)
    .replaceAll('task-definition/report:', `task-definition/${family}:`)
    .replaceAll('family:report', `family:${family}`);
  return JSON.parse(text);
}

const taskIdOf = ({ resources }: Event): string => resources[0]?.split('/').at(-1) ?? '';

/** Puts it on the default bus, as the service does that it is from. The bus gives it its time and the id that is answered. */
export async function put(aws: Aws, event: Event): Promise<string> {
  const { source, resources, detail } = event;
  const { Entries = [] } = await aws.eventBridge.send(
    new PutEventsCommand({
      Entries: [
        {
          Source: source,
          DetailType: event['detail-type'],
          Resources: resources,
          Detail: JSON.stringify(detail),
        },
      ],
    }),
  );
  const [{ EventId = '', ErrorCode, ErrorMessage } = {}] = Entries;
  if (ErrorCode) throw new Error(`PutEvents: ${ErrorCode}: ${ErrorMessage}`);
  return EventId;
}
