import type { JsonObject } from '../../core/channels.ts';
import type { Incident } from '../../core/incident.ts';
import type { News } from '../news.ts';
import { severityOf, stateOf } from '../severity.ts';
import { shownOf } from './shown.ts';

/**
 * The body that webhooks get, documented in docs/receivers.md: within a version fields are added,
 * and none is renamed, removed or given another meaning.
 */
export function webhookBody(incident: Incident, news: News, receiver: string): JsonObject {
  const { notice, hint, fields, changes, log, graph, links } = shownOf(incident);
  return {
    version: '1',
    event: news,
    receiver,
    incident: {
      key: incident.key,
      state: stateOf(incident),
      severity: severityOf(incident),
      count: incident.count,
      open: incident.open.length + incident.openBeyond,
      openedAt: incident.openedAt,
      updatedAt: incident.updatedAt,
      resolvedAt: incident.resolvedAt ?? null,
    },
    title: notice.title,
    summary: notice.summary,
    hint,
    labels: notice.labels,
    fields,
    changes,
    log: log && {
      container: log.container,
      lines: log.lines,
      cut: log.cut ?? 0,
      why: log.why ?? null,
    },
    graph: graph && { sparkline: graph.sparkline, alt: graph.alt },
    links,
    reasons: notice.reasons.map(({ rule, holds, because }) => ({ rule, holds, because })),
    outcomes: notice.outcomes.map(({ did, status, at, what }) => ({ did, status, at, what })),
  };
}
