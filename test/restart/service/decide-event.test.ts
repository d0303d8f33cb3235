import { describe, expect, test } from '@jest/globals';
import { known, unknown } from '../../../shared/core/known.ts';
import { decide } from '../../../shared/restart/service/decide.ts';
import { yml } from '../../support/config.ts';
import { againstIn, doneBy, laterIn, toldBy } from '../../support/restarts.ts';
import { aService, deploymentFailedFacts, troubleFacts } from '../../support/services.ts';

const config = yml('mode: act');

describe('a service in trouble, as ECS reports it', () => {
  test('is told with what the catalogue knows of it', () => {
    const decision = decide(troubleFacts(), config);

    expect(decision.verdict).toBe('report');
    expect(toldBy(decision)).toMatchObject({
      incident: 'prod/web#SERVICE_TASK_PLACEMENT_FAILURE',
      phase: 'firing',
      severity: 'error',
      title: 'web: No container instance has enough free CPU — SERVICE_TASK_PLACEMENT_FAILURE',
      labels: { cause: 'cluster-lacks-cpu', class: 'capacity', service: 'web', kind: 'service' },
    });
  });

  test('is told in ECS’s words where the catalogue does not know it', () => {
    const facts = troubleFacts({ eventType: 'WARN', eventName: 'SOMETHING_NEW', reason: 'odd' });

    const notice = toldBy(decide(facts, config));

    expect(notice).toMatchObject({
      severity: 'warning',
      title: 'web: something new — as ECS reports',
      labels: { cause: 'SOMETHING_NEW' },
    });
  });

  test('is watched from the first event on', () => {
    expect(laterIn(decide(troubleFacts(), config))?.call.about.what).toBe('watch');
    expect(doneBy(decide(troubleFacts({}, { sightings: 2 }), config))).toEqual(['notify']);
  });

  test('tagged deckhand:mode=off is left alone', () => {
    const service = known(aService({ tags: { 'deckhand:mode': 'off' } }));

    const decision = decide(troubleFacts({}, { service }), config);

    expect(decision).toMatchObject({ verdict: 'ignore', actions: [] });
    expect(againstIn(decision)).toEqual(['Deckhand looks after it']);
  });

  test('is told where the deckhand:receiver tag says', () => {
    const service = known(aService({ tags: { 'deckhand:receiver': 'default' } }));

    expect(toldBy(decide(troubleFacts({}, { service }), config)).labels.receiver).toBe('default');
  });

  test.each([
    ['could not be looked up', unknown('denied'), 'not known: denied'],
    ['is gone', known(null), 'does not exist'],
  ])('is told of although the service %s, and says so', (_, service, value) => {
    const notice = toldBy(decide(troubleFacts({}, { service }), config));

    expect(notice.fields).toContainEqual({ name: 'Service', value });
  });

  test('is told without what its reason holds of secrets', () => {
    const facts = troubleFacts({ reason: 'failed with password=hunter2hunter2' });

    expect(JSON.stringify(decide(facts, config))).not.toContain('hunter2');
  });
});

describe('a failed deployment', () => {
  test('is told as an incident of its own', () => {
    const decision = decide(deploymentFailedFacts(), config);

    expect(toldBy(decision)).toMatchObject({
      incident: 'prod/web#deployment',
      severity: 'error',
      title: 'web: deployment failed — the circuit breaker tripped',
      labels: { cause: 'deployment-failed', kind: 'deployment' },
    });
  });

  test('is not laid to the circuit breaker where ECS does not say so', () => {
    const facts = deploymentFailedFacts({ reason: 'alarm detected' });

    expect(toldBy(decide(facts, config)).title).toBe('web: deployment failed — ECS gave it up');
  });
});
