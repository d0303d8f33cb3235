import type { Drawn } from '../../core/incident.ts';
import type { Graph } from '../../core/notice.ts';
import { fitInto, oneLine } from './mrkdwn.ts';
import type { Block } from './slack.ts';

/** The picture where there is one; otherwise the sparkline, and why there is no picture. */
export function graphBlocks(graph: Graph | null, drawn: Drawn | undefined): readonly Block[] {
  if (!graph) return [];
  const sparkline = fitInto(oneLine(graph.sparkline), 300);
  if (drawn && 'file' in drawn) {
    const alt = fitInto(oneLine(graph.alt), 300) || sparkline || 'Graph';
    return [{ type: 'image', slack_file: { id: drawn.file }, alt_text: alt }];
  }
  const why = drawn ? `_No graph: ${fitInto(oneLine(drawn.why), 250)}_` : '';
  const text = [sparkline, why].filter(Boolean).join(' · ');
  if (text === '') return [];
  return [{ type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] }];
}
