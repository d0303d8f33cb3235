import type { Receiver } from '../config/types.ts';
import { BadInput, messageOf } from '../core/errors.ts';
import type { Drawn, Incident } from '../core/incident.ts';
import type { SlackPosted, World } from '../core/world.ts';
import { clip } from './render/clip.ts';
import { oneLine } from './render/mrkdwn.ts';
import { shownOf } from './render/shown.ts';
import { shortHash } from './short-hash.ts';

type Drawing = Pick<World, 'slack' | 'graphs'>;
type Place = NonNullable<Receiver['slack']>;

/** Draws each graph once, however often it is uploaded. */
export function drawingOnce(graphs: World['graphs']): World['graphs'] {
  const drawn = new Map<string, ReturnType<World['graphs']['draw']>>();
  return {
    draw(widget, region) {
      const drawing = drawn.get(widget) ?? graphs.draw(widget, region);
      drawn.set(widget, drawing);
      return drawing;
    },
  };
}

/**
 * Draws and uploads the graph once, and again when it is another one. What goes wrong is told in
 * the message, which the graph never holds up.
 */
export async function drawGraph(
  incident: Incident,
  { slack }: Receiver,
  world: Drawing,
): Promise<Incident> {
  const widget = shownOf(incident).graph?.widget;
  if (!slack || widget === undefined || incident.graph?.of === shortHash(widget)) return incident;
  return { ...incident, graph: await uploaded(incident, slack, world) };
}

/** The incident as Slack may take it, after it refused a message with a picture in it. */
export const withoutPicture = (incident: Incident, failure: unknown): Incident | null =>
  failure instanceof BadInput && incident.graph && 'file' in incident.graph
    ? { ...incident, graph: { of: incident.graph.of, why: 'it is in the thread' } }
    : null;

/** Slack needs a moment for a picture before a message can show it; a thread takes it at once. */
export async function shareGraph(
  incident: Incident,
  place: Place,
  posted: SlackPosted,
  world: Drawing,
): Promise<Incident> {
  const drawn = await uploaded(incident, place, world, posted);
  return 'file' in drawn ? incident : { ...incident, graph: drawn };
}

async function uploaded(
  incident: Incident,
  { token }: Place,
  { graphs, slack }: Drawing,
  posted?: SlackPosted,
): Promise<Drawn> {
  const { widget = '', region = '', alt = '' } = shownOf(incident).graph ?? {};
  const of = shortHash(widget);
  try {
    const drawn = await graphs.draw(widget, region);
    if (!drawn.known) return { of, why: drawn.why };
    const picture = {
      token,
      name: 'graph.png',
      alt: clip(oneLine(alt), 1_000),
      bytes: drawn.value,
    };
    return { of, file: await slack.upload(picture, posted) };
  } catch (thrown) {
    return { of, why: messageOf(thrown) };
  }
}
