import { readTags } from '../../config/tags.ts';
import type { Config } from '../../config/types.ts';
import { clusterArnOf, nameOfArn, parseArn } from '../../core/arn.ts';
import { clusterUrl, serviceUrl, taskDefinitionUrl } from '../../core/console-links.ts';
import type { Decision, Reason } from '../../core/decision.ts';
import type { Service } from '../../core/definition.ts';
import type { Known } from '../../core/known.ts';
import type { Field, Link, Notice, Severity } from '../../core/notice.ts';
import { redact } from '../../core/redact.ts';
import { titled } from '../notices.ts';
import { tell } from '../steps.ts';
import type { Watch } from './calls.ts';
import type { DeploymentFailedFacts, TroubleFacts } from './facts.ts';
import { defaultRule, incidentOfEvent } from './names.ts';
import { comeBack } from './watching.ts';

/** ECS says itself that a service is in trouble: told once, with what the catalogue knows of it. */
export function decideTrouble(facts: TroubleFacts, config: Config): Decision {
  const { signal, diagnosis } = facts;
  const known = diagnosis.class !== 'unknown';
  const reasons: Reason[] = [
    {
      rule: 'the service is in trouble',
      holds: true,
      because: redact(`ECS says ${signal.eventName}${signal.reason ? `: ${signal.reason}` : ''}`),
    },
  ];
  return told(
    facts,
    {
      clusterArn: signal.clusterArn,
      what: signal.eventName,
      cause: known ? diagnosis.cause : wordsOf(signal.eventName),
      headline: known ? signal.eventName : 'as ECS reports',
      severity: signal.eventType === 'ERROR' ? 'error' : 'warning',
      summary: known ? diagnosis.hint : `ECS reported it; its events tell more.`,
      labels: {
        cause: known ? diagnosis.id : signal.eventName,
        class: diagnosis.class,
        kind: 'service',
      },
      because: signal.reason,
      reasons,
    },
    config,
  );
}

export function decideDeploymentFailed(facts: DeploymentFailedFacts, config: Config): Decision {
  const { signal } = facts;
  const reasons: Reason[] = [
    {
      rule: 'the deployment failed',
      holds: true,
      because: redact(signal.reason ?? `ECS says so of ${signal.deploymentId}`),
    },
  ];
  return told(
    facts,
    {
      clusterArn: clusterArnOf(signal.serviceArn),
      what: 'deployment',
      cause: 'deployment failed',
      headline: /circuit breaker/i.test(signal.reason ?? '')
        ? 'the circuit breaker tripped'
        : 'ECS gave it up',
      severity: 'error',
      summary:
        'Its tasks did not become healthy. The incidents of its stopped tasks tell why; the service events tell the rest.',
      labels: { cause: 'deployment-failed', class: 'application', kind: 'deployment' },
      because: signal.reason,
      reasons,
    },
    config,
  );
}

const wordsOf = (eventName: string): string => eventName.toLowerCase().replaceAll('_', ' ');

type Said = {
  readonly clusterArn: string;
  readonly what: string;
  readonly cause: string;
  readonly headline: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly because: string | undefined;
  readonly reasons: readonly Reason[];
};

function told(facts: TroubleFacts | DeploymentFailedFacts, said: Said, config: Config): Decision {
  const { signal, service, sightings, now } = facts;
  if (isOff(service, config)) {
    const because = 'it is tagged deckhand:mode = off';
    const reasons = [...said.reasons, { rule: 'Deckhand looks after it', holds: false, because }];
    return { verdict: 'ignore', reasons, actions: [] };
  }
  const { serviceArn } = signal;
  const incident = incidentOfEvent(said.clusterArn, serviceArn, said.what);
  const subject = `${nameOfArn(serviceArn)}: ${said.cause}`;
  const notice: Notice = {
    id: '',
    incident,
    about: incident,
    phase: 'firing',
    severity: said.severity,
    at: signal.at,
    title: titled(subject, said.headline),
    summary: said.summary,
    labels: labelsOf(said, serviceArn, service, config),
    counts: true,
    fields: fieldsOf(said, service),
    changes: [],
    links: linksOf(said.clusterArn, serviceArn, service),
    reasons: said.reasons,
    outcomes: [],
  };
  const watch: Watch = {
    what: 'watch',
    clusterArn: said.clusterArn,
    serviceArn,
    incident,
    since: signal.at,
    windowMs: defaultRule(config).crashLoop.withinMs,
    subject,
    notice,
  };
  const isFirst = sightings[0]?.id === signal.id;
  const actions = [isFirst ? comeBack(watch, now) : [], tell(notice)].flat();
  return { verdict: 'report', reasons: said.reasons, actions };
}

const isOff = (service: Known<Service | null>, config: Config): boolean =>
  service.known && readTags(service.value?.tags ?? {}, config).overrides.mode === 'off';

function labelsOf(
  { clusterArn, labels, severity }: Said,
  serviceArn: string,
  service: Known<Service | null>,
  config: Config,
): Notice['labels'] {
  const tags = service.known ? (service.value?.tags ?? {}) : {};
  const { receiver } = readTags(tags, config).overrides;
  const arn = parseArn(serviceArn);
  return {
    ...labels,
    cluster: nameOfArn(clusterArn),
    service: nameOfArn(serviceArn),
    severity,
    ...(arn ? { account: arn.account, region: arn.region } : {}),
    ...(receiver ? { receiver } : {}),
  };
}

function fieldsOf({ clusterArn, because }: Said, service: Known<Service | null>): readonly Field[] {
  const found = service.known ? service.value : null;
  return [
    { name: 'Cluster', value: nameOfArn(clusterArn) },
    because ? { name: 'Reason', value: redact(because) } : [],
    found
      ? [
          { name: 'Task definition', value: nameOfArn(found.taskDefinition) },
          { name: 'Tasks', value: `${found.runningCount} of ${found.desiredCount} run` },
        ]
      : { name: 'Service', value: service.known ? 'does not exist' : `not known: ${service.why}` },
  ].flat();
}

function linksOf(
  clusterArn: string,
  serviceArn: string,
  service: Known<Service | null>,
): readonly Link[] {
  const definition = service.known && service.value ? service.value.taskDefinition : null;
  const links = [
    { text: 'Service', url: serviceUrl(clusterArn, serviceArn) },
    { text: 'Cluster', url: clusterUrl(clusterArn) },
    { text: 'Task definition', url: definition ? taskDefinitionUrl(definition) : null },
  ];
  return links.flatMap(({ text, url }) => (url ? [{ text, url }] : []));
}
