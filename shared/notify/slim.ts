import type { Notice } from '../core/notice.ts';
import { redact, redactLines } from '../core/redact.ts';
import { clip } from './render/clip.ts';

const mostLogLines = 20;
const mostWidgetCharacters = 20_000;

/**
 * A notice as an incident keeps it: redacted once more, and every text and list bounded to what any
 * channel shows, so that two of them fit into one DynamoDB item whatever they say.
 */
export function slim(notice: Notice): Notice {
  return {
    ...notice,
    title: line(notice.title, 200),
    summary: line(notice.summary, 1_500),
    labels: Object.fromEntries(
      Object.entries(notice.labels)
        .slice(0, 20)
        .map(([name, value]) => [clip(name, 60), line(value, 200)]),
    ),
    fields: most(notice.fields, 20).map(({ name, value }) => ({
      name: clip(name, 60),
      value: line(value, 400),
    })),
    ...(notice.log ? { log: slimLog(notice.log) } : {}),
    ...(notice.graph ? { graph: slimGraph(notice.graph) } : {}),
    changes: most(notice.changes, 12).map((change) => line(change, 250)),
    links: notice.links.filter(({ url }) => url.length <= 1_500).slice(0, 8),
    reasons: most(notice.reasons, 20).map(({ rule, holds, because }) => ({
      rule: clip(rule, 60),
      holds,
      because: line(because, 250),
    })),
    outcomes: most(notice.outcomes, 8).map((outcome) => ({
      ...outcome,
      what: line(outcome.what, 300),
    })),
  };
}

/** A widget that is too long to keep is not drawn; its sparkline stays. */
function slimGraph({ widget, region, sparkline, alt }: NonNullable<Notice['graph']>) {
  const isKept = widget !== undefined && widget.length <= mostWidgetCharacters;
  return {
    ...(isKept ? { widget } : {}),
    region,
    sparkline: line(sparkline, 200),
    alt: line(alt, 1_000),
  };
}

const line = (text: string, length: number): string => clip(redact(text), length);

const most = <T>(list: readonly T[], length: number): readonly T[] => list.slice(0, length);

function slimLog(log: NonNullable<Notice['log']>): NonNullable<Notice['log']> {
  const lines = redactLines(log.lines.slice(-mostLogLines));
  const cut = (log.cut ?? 0) + log.lines.length - lines.length;
  return {
    container: clip(log.container, 255),
    lines: lines.map((text) => clip(text, 300)),
    ...(cut > 0 ? { cut } : {}),
    ...(log.why === undefined ? {} : { why: line(log.why, 300) }),
  };
}
