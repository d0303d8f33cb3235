import { nameOfArn, parseArn } from '../core/arn.ts';
import { clusterUrl, serviceUrl, taskDefinitionUrl } from '../core/console-links.ts';
import type { Action, Reason } from '../core/decision.ts';
import type { Field, Notice, Severity } from '../core/notice.ts';
import type { ImageChange } from '../core/rollout.ts';

/** What a notice about a rollout is made from. */
export type Telling = {
  readonly clusterArn: string;
  readonly serviceArn: string;
  readonly at: string;
  readonly phase: Notice['phase'];
  readonly severity: Severity;
  /** In a few words: "1.1.0 is being rolled out". */
  readonly headline: string;
  readonly summary: string;
  readonly changes: readonly ImageChange[];
  readonly fields?: readonly Field[];
  readonly reasons: readonly Reason[];
  readonly receiver?: string | undefined;
  readonly taskDefinition?: string;
};

/** A service has one conversation about its deployments; ECS's own word on one that failed is part of it. */
export const incidentOf = (clusterArn: string, serviceArn: string): string =>
  `${nameOfArn(clusterArn)}/${nameOfArn(serviceArn)}#deployment`;

export function noticeOf(telling: Telling): Notice {
  const { clusterArn, serviceArn, at, phase, severity, headline, summary, reasons } = telling;
  const incident = incidentOf(clusterArn, serviceArn);
  return {
    id: '',
    incident,
    about: `${incident}#rollout`,
    phase,
    severity,
    at,
    title: `${nameOfArn(serviceArn)}: ${headline}`,
    summary,
    labels: labelsOf(telling),
    counts: false,
    leads: true,
    fields: [
      { name: 'Cluster', value: nameOfArn(clusterArn) },
      { name: 'Service', value: nameOfArn(serviceArn) },
      ...(telling.fields ?? []),
    ],
    changes: telling.changes.map(changeInWords),
    links: linksOf(telling),
    reasons,
    outcomes: [],
  };
}

export const tell = (notice: Notice, otherwise?: Notice): Action => ({
  do: 'notify',
  notice,
  ...(otherwise ? { otherwise } : {}),
});

/** `app: 1.0.0 → 1.1.0 (sha256:0123456789ab), 45.1 MB (+2.3 MB), findings: 1 HIGH`. */
function changeInWords({ container, from, to, digest, findings, ...sizes }: ImageChange): string {
  const change = `${container}: ${versionIn(from)} → ${versionIn(to)} (${digest.slice(0, 19)})`;
  return [change, sizeInWords(sizes), findings ? `findings: ${findings}` : []].flat().join(', ');
}

function sizeInWords({ sizeInBytes, sizeBefore }: Partial<ImageChange>): readonly string[] {
  if (sizeInBytes === undefined) return [];
  const size = `${megabytes(sizeInBytes)} MB`;
  if (sizeBefore === undefined) return [size];
  const more = sizeInBytes - sizeBefore;
  return [`${size} (${more < 0 ? '' : '+'}${megabytes(more)} MB)`];
}

const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);

/** What follows the repository's name; a digest only where there is no tag. */
export function versionIn(image: string): string {
  const [named = '', digest] = image.split('@');
  const colon = named.indexOf(':', named.lastIndexOf('/'));
  return colon < 0 ? (digest?.slice(0, 19) ?? 'latest') : named.slice(colon + 1);
}

/** `1.1.0`, or `vote 1.1.0, sidecar 2.0.1` where several images change to different tags. */
export function whatOf(changes: readonly ImageChange[]): string {
  const tags = [...new Set(changes.map(({ tag }) => tag))];
  if (tags.length <= 1) return tags[0] ?? 'nothing';
  return changes.map(({ container, tag }) => `${container} ${tag}`).join(', ');
}

function labelsOf({ clusterArn, serviceArn, severity, receiver }: Telling): Notice['labels'] {
  const arn = parseArn(serviceArn);
  return {
    kind: 'deployment',
    cause: 'rollout',
    cluster: nameOfArn(clusterArn),
    service: nameOfArn(serviceArn),
    severity,
    ...(arn ? { account: arn.account, region: arn.region } : {}),
    ...(receiver ? { receiver } : {}),
  };
}

function linksOf({ clusterArn, serviceArn, taskDefinition }: Telling): Notice['links'] {
  const links = [
    { text: 'Service', url: serviceUrl(clusterArn, serviceArn) },
    { text: 'Cluster', url: clusterUrl(clusterArn) },
    { text: 'Task definition', url: taskDefinition ? taskDefinitionUrl(taskDefinition) : null },
  ];
  return links.flatMap(({ text, url }) => (url ? [{ text, url }] : []));
}
