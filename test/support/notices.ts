import type { Incident } from '../../shared/core/incident.ts';
import type { Notice } from '../../shared/core/notice.ts';

/** A task of `report` in `prod` ran out of memory at 14:02 and is going to be restarted. */
export function aNotice(given: Partial<Notice> = {}): Notice {
  return {
    id: `${given.about ?? 'task-1'}@${given.at ?? '14:02'}/${given.phase ?? 'firing'}`,
    incident: 'prod/report#out-of-memory',
    about: 'task-1',
    phase: 'firing',
    severity: 'error',
    at: '2026-03-03T14:02:00.000Z',
    title: 'report in prod ran out of memory',
    summary: 'The container was killed for using more memory than its limit. Restarting in 20s.',
    labels: { cluster: 'prod', family: 'report', cause: 'out-of-memory', kind: 'task' },
    counts: given.phase === undefined || given.phase === 'firing',
    fields: [],
    changes: [],
    links: [],
    reasons: [],
    outcomes: [],
    ...given,
  };
}

/** An incident that is open since 14:02 with one occurrence, of which nobody was told yet. */
export function anIncident(given: Partial<Incident> = {}): Incident {
  const latest = given.latest ?? aNotice();
  return {
    receiver: 'ops',
    key: latest.incident,
    revision: 0,
    openedAt: latest.at,
    updatedAt: latest.at,
    count: 1,
    open: [{ about: 'task-1', at: latest.at, severity: latest.severity, labels: 0 }],
    openBeyond: 0,
    over: [],
    folded: [],
    latest,
    headlines: [latest.title],
    labelSets: [latest.labels],
    thread: { started: false, pending: [], reminders: 0 },
    pace: { untold: true, reminders: 0, wakes: [] },
    ...given,
  };
}
