import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { known } from '../../shared/core/known.ts';
import { decide } from '../../shared/restart/decide.ts';
import { decide as decideService } from '../../shared/restart/service/decide.ts';
import { yml } from '../support/config.ts';
import {
  aLineage,
  aRestartedTask,
  checkFacts,
  doneBy,
  dueFacts,
  interruptedFacts,
  notStartedFacts,
  stoppedFacts,
} from '../support/restarts.ts';
import {
  aRemedy,
  aServiceTask,
  deploymentFailedFacts,
  serviceStopFacts,
  troubleFacts,
} from '../support/services.ts';
import { aTask, stops } from '../support/tasks.ts';

const effects = ['run-task', 'update-service'];

const ends = fc.constantFrom(
  stops.outOfMemory,
  stops.spot,
  stops.subnetFull,
  stops.imageMissing,
  { exitCode: 1 },
  { exitCode: 143 },
);
const settings = fc.record({
  attempts: fc.nat(10),
  spotFallback: fc.constantFrom('FARGATE', 'false'),
  then: fc.constantFrom('notify', 'rollback', 'pause'),
});
const files = settings.map(
  ({ attempts, spotFallback, then }) => `
    mode: observe
    restart:
      attempts: ${attempts}
      spotFallback: ${spotFallback}
      outOfMemory: { maxMemory: 8192 }
      crashLoop: { stops: 2, then: ${then} }
  `,
);

describe('in observe mode', () => {
  test('no decision about a task starts anything, whatever happened', () => {
    const lineages = fc.option(fc.integer({ min: 1, max: 5 }));
    const facts = fc.oneof(
      fc
        .record({ end: ends, attempt: lineages })
        .map(({ end, attempt }) =>
          attempt === null
            ? stoppedFacts({ task: aTask(end) })
            : stoppedFacts({ task: aRestartedTask(attempt, end), lineage: aLineage({ attempt }) }),
        ),
      fc.constant(dueFacts()),
      fc.constantFrom('RESOURCE:CPU', 'AGENT', 'ATTRIBUTE').map((why) => notStartedFacts(why)),
      fc.constantFrom('RUNNING', 'PENDING', null).map((status) => checkFacts(known(status))),
      fc.constant(interruptedFacts()),
    );
    fc.assert(
      fc.property(facts, files, (seen, file) => {
        const decision = decide(seen, yml(file));

        expect(doneBy(decision).filter((did) => effects.includes(did))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('no decision about a service changes it, whatever happened', () => {
    const facts = files.chain((file) =>
      fc
        .oneof(
          fc.record({ end: ends, count: fc.integer({ min: 1, max: 20 }) }).map(({ end, count }) =>
            serviceStopFacts({
              task: aServiceTask(end),
              stops: count,
              config: file,
              remedy: aRemedy(),
            }),
          ),
          fc.constant(troubleFacts()),
          fc.constant(deploymentFailedFacts()),
        )
        .map((seen) => ({ seen, file })),
    );
    fc.assert(
      fc.property(facts, ({ seen, file }) => {
        const decision = decideService(seen, yml(file));

        expect(doneBy(decision).filter((did) => effects.includes(did))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('every question but the one about the mode is answered as in act mode', () => {
    fc.assert(
      fc.property(ends, (end) => {
        const facts = stoppedFacts({ task: aTask(end) });

        const [observed, acted] = [yml('mode: observe'), yml('mode: act')].map((config) =>
          decide(facts, config).reasons.filter(({ rule }) => rule !== 'Deckhand may act'),
        );

        expect(observed).toEqual(acted);
      }),
    );
  });
});
