import type { Place } from './dashboard.ts';
import { ofType, type Resource, type Resources } from './template.ts';

/** What people ask the logs, saved in CloudWatch Logs Insights below a folder of the stack's name. */
const queries = {
  Decisions: {
    name: 'what was decided',
    text: `fields @timestamp, signal, playbook, verdict, against
| filter message = 'decided'
| sort @timestamp desc
| limit 200`,
  },
  NotDone: {
    name: 'what was refused or failed',
    text: `fields @timestamp, signal, playbook, did, status, what
| filter message = 'done' and status != 'done'
| sort @timestamp desc
| limit 200`,
  },
  OneSignal: {
    name: 'all about one task (edit the text)',
    text: `fields @timestamp, message, playbook, verdict, did, status, what
| filter signal like 'task/prod/0123456789abcdef'
| sort @timestamp asc
| limit 500`,
  },
  Trouble: {
    name: 'errors and warnings',
    text: `fields @timestamp, @log, message, coalesce(error.message, thrown.message, because) as why
| filter level in ['ERROR', 'WARN']
| sort @timestamp desc
| limit 200`,
  },
  ColdStarts: {
    name: 'cold starts by function',
    text: `filter @type = 'REPORT' and ispresent(@initDuration)
| stats count() as starts, avg(@initDuration) as averageMs, max(@initDuration) as mostMs,
  max(@maxMemoryUsed / 1000000) as mostMB by @log`,
  },
} as const;

export function savedQueries(resources: Resources, { service, stage }: Place): Resources {
  const LogGroupNames = ofType(resources, 'AWS::Logs::LogGroup').map((Ref) => ({ Ref }));
  const all = Object.entries(queries).map(([id, { name, text }]): [string, Resource] => [
    `${id}Query`,
    {
      Type: 'AWS::Logs::QueryDefinition',
      Properties: { Name: `${service}-${stage}/${name}`, QueryString: text, LogGroupNames },
    },
  ]);
  return Object.fromEntries(all);
}
