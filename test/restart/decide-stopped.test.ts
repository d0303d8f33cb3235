import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { known, unknown } from '../../shared/core/known.ts';
import { decide } from '../../shared/restart/decide.ts';
import { clientTokenOf } from '../../shared/restart/lineage.ts';
import { yml } from '../support/config.ts';
import {
  againstIn,
  aLineage,
  aMemory,
  aRestartedTask,
  doneBy,
  laterIn,
  planIn,
  runTaskIn,
  stoppedFacts,
  toldBy,
} from '../support/restarts.ts';
import {
  aContainer,
  aContainerDefinition,
  aDefinition,
  aLaunch,
  aTask,
  clusterArn,
  definitionArnOf,
  stops,
  taskArnOf,
} from '../support/tasks.ts';

const acting = yml('mode: act');
const stopped = (given: Parameters<typeof stoppedFacts>[0] = {}, config = acting) =>
  decide(stoppedFacts(given), config);
const tagged = (tags: Record<string, string>) => ({ definition: known(aDefinition({ tags })) });

describe('a failed task that nobody else restarts', () => {
  test('comes back when the backoff is over, and people are told', () => {
    const decision = stopped();

    const { at, plan } = planIn(decision);
    expect(decision.verdict).toBe('restart');
    expect(doneBy(decision)).toEqual(['call-later', 'notify']);
    expect(at).toBe('2026-03-03T14:02:10.000Z');
    expect(plan).toMatchObject({
      lineage: { rootTaskArn: taskArnOf('root'), attempt: 1, launch: aLaunch() },
      attempts: 3,
      failedTaskArn: taskArnOf('root'),
    });
    expect(toldBy(decision)).toMatchObject({
      incident: 'prod/report#application-error',
      about: taskArnOf('root'),
      phase: 'firing',
      severity: 'warning',
      counts: true,
      title: 'report: The application ended with an error — restarting, attempt 1 of 3',
    });
  });

  test('passes every question', () => {
    const decision = stopped();

    expect(againstIn(decision)).toEqual([]);
    expect(decision.reasons.map(({ rule }) => rule)).toEqual([
      'the task failed',
      'nobody else restarts it',
      'a restart may help',
      'attempts are left',
      'its task definition and its tags are known',
      'its launch is known',
      'Deckhand has not been stopped',
      'Deckhand may act',
      'budget is left',
    ]);
  });

  test.each([
    ['RunTask', {}],
    ['a schedule', { startedBy: 'chronos-schedule/nightly' }],
    ['a rule', { startedBy: 'events-rule/nightly' }],
    ['a person by name', { startedBy: 'alice' }],
  ])('is restarted when it was started by %s', (_, task) => {
    expect(stopped({ task: aTask(task) }).verdict).toBe('restart');
  });

  test('names who owns it, when its task definition says so', () => {
    const notice = toldBy(stopped(tagged({ team: 'finance' })));

    expect(notice.fields).toContainEqual({ name: 'Owner', value: 'finance' });
  });

  test('is told where the deckhand:receiver tag says', () => {
    const config = yml(`
      mode: act
      notify:
        route: { receiver: ops }
        receivers: [{ name: ops, sns: {} }, { name: finance, sns: {} }]
    `);

    const notice = toldBy(stopped(tagged({ 'deckhand:receiver': 'finance' }), config));

    expect(notice.labels.receiver).toBe('finance');
  });

  test('tells of a tag that means nothing, and does what the rule says', () => {
    const decision = stopped(tagged({ 'deckhand:restart': 'sometimes' }));

    expect(decision.verdict).toBe('restart');
    expect(toldBy(decision).fields).toContainEqual({
      name: 'Tag deckhand:restart is ignored',
      value: 'expected never or a number from 0 to 10, found `sometimes`',
    });
  });

  test('shows no secret that the reason holds', () => {
    const url = 'https://b.s3.amazonaws.com/k?X-Amz-Signature=0123456789abcdef0123456789abcdef';
    const task = aTask({ stoppedReason: `CannotPullContainerError: GET ${url}`, containers: [] });

    expect(JSON.stringify(toldBy(stopped({ task })))).not.toContain('0123456789abcdef');
  });
});

describe('who restarts', () => {
  test.each([
    [
      "Step Functions' task",
      { startedBy: 'AWS Step Functions' },
      'Step Functions has its own retries',
    ],
    [
      "Batch's task",
      { clusterArn: 'arn:aws:ecs:eu-west-1:123456789012:cluster/AWSBatch-nightly' },
      'AWS Batch has its own retries',
    ],
    ['a managed daemon', { group: 'daemon:agent' }, 'ECS replaces managed daemons'],
    ['a service task', { group: 'service:web', startedBy: 'ecs-svc/1' }, 'its service replaces it'],
  ])('%s is only reported', (_, task, because) => {
    const decision = stopped({ task: aTask(task) });

    expect(decision.verdict).toBe('report');
    expect(doneBy(decision)).toEqual(['notify']);
    expect(againstIn(decision)).toEqual(['nobody else restarts it']);
    expect(toldBy(decision).summary).toBe(`Not restarted: ${because}.`);
  });

  test('a service task is never run again, whatever else is true', () => {
    const service = fc.constantFrom(
      { group: 'service:web' },
      { startedBy: 'ecs-svc/0123' },
      { group: 'service:web', startedBy: 'deckhand/root/1' },
    );
    const end = fc.constantFrom(stops.outOfMemory, stops.spot, stops.subnetFull, { exitCode: 1 });
    fc.assert(
      fc.property(service, end, (owner, stop) => {
        const decision = stopped({ task: aTask({ ...stop, ...owner }) });

        expect(runTaskIn(decision)).toBeUndefined();
        expect(laterIn(decision)).toBeUndefined();
      }),
    );
  });
});

describe('an end that was wanted', () => {
  test.each([
    ['a job that is done', aTask({ exitCode: 0 })],
    ['a task stopped by a person', aTask(stops.byPerson)],
  ])('is nobody’s business: %s', (_, task) => {
    const { looked: _looked, ...facts } = stoppedFacts({ task });

    const decision = decide({ ...facts, looked: null }, acting);

    expect(decision).toMatchObject({ verdict: 'ignore', actions: [] });
    expect(againstIn(decision)).toEqual(['the task failed']);
  });

  test('of a helper beside it is not a failure of the task', () => {
    const definition = known(
      aDefinition({
        containers: [
          aContainerDefinition(),
          aContainerDefinition({ name: 'proxy', essential: false }),
        ],
      }),
    );
    const containers = [aContainer({ exitCode: 0 }), aContainer({ name: 'proxy', exitCode: 1 })];

    const decision = stopped({ task: aTask({ containers }), definition });

    expect(decision.verdict).toBe('ignore');
  });

  test.each([
    ['well', { exitCode: 0 }, 'report — restart 1 ended well'],
    ['by a person', stops.byPerson, 'report — restart 1 was stopped by a person'],
  ])('of one of our restarts resolves its incident: ended %s', (_, end, title) => {
    const lineage = aLineage({ incident: 'prod/report#out-of-memory' });
    const facts = stoppedFacts({ task: aRestartedTask(1, end), lineage });

    const decision = decide({ ...facts, looked: null, ended: lineage }, acting);

    expect(decision.verdict).toBe('resolve');
    expect(toldBy(decision)).toMatchObject({
      phase: 'resolved',
      severity: 'info',
      counts: false,
      incident: 'prod/report#out-of-memory',
      about: taskArnOf('root'),
      title,
    });
  });
});

describe('whether a restart may help', () => {
  test('a cause that stays the same is reported', () => {
    const decision = stopped({ task: aTask(stops.imageMissing) });

    expect(decision.verdict).toBe('report');
    expect(againstIn(decision)).toEqual(['a restart may help', 'attempts are left']);
    expect(toldBy(decision).severity).toBe('error');
  });

  test('a stop that the catalogue does not know is tried once, and called unclassified', () => {
    const task = aTask({
      stoppedReason: 'something new',
      stopCode: 'SomethingNew',
      containers: [],
    });

    const decision = stopped({ task });

    expect(planIn(decision).plan.attempts).toBe(1);
    expect(toldBy(decision).labels).toMatchObject({ cause: 'unclassified', class: 'unknown' });
  });

  test("an owner's own cause goes before the catalogue's", () => {
    const config = yml(`
      mode: act
      restart:
        causes:
          - { id: licence, when: { exitCode: 42 }, cause: No licence, class: permanent }
    `);

    const decision = decide(stoppedFacts({ task: aTask({ exitCode: 42 }), config }), config);

    expect(decision.verdict).toBe('report');
    expect(toldBy(decision).labels.cause).toBe('licence');
  });

  test('evaluateOnExit goes before the class', () => {
    const exits = yml('restart: { mode: act, evaluateOnExit: [{ onExitCode: 1, action: EXIT }] }');
    const retries = yml(`
      restart:
        mode: act
        evaluateOnExit: [{ onStatusReason: "CannotPull*", action: RETRY }]
    `);

    expect(stopped({}, exits).verdict).toBe('report');
    expect(stopped({ task: aTask(stops.imageMissing) }, retries).verdict).toBe('restart');
  });
});

describe('attempts', () => {
  const nth = (attempt: number, given: Parameters<typeof aRestartedTask>[1] = {}) => ({
    task: aRestartedTask(attempt, given),
    lineage: aLineage({ attempt }),
  });

  test('are counted on over restarts, in the incident of the first failure', () => {
    const lineage = aLineage({ attempt: 2, incident: 'prod/report#out-of-memory' });

    const decision = stopped({ task: aRestartedTask(2), lineage });

    expect(planIn(decision).plan.lineage).toMatchObject({
      attempt: 3,
      rootTaskArn: taskArnOf('root'),
      incident: 'prod/report#out-of-memory',
    });
    expect(toldBy(decision)).toMatchObject({
      incident: 'prod/report#out-of-memory',
      about: taskArnOf('root'),
    });
  });

  test('when all have been made, people are told that it was given up', () => {
    const decision = stopped(nth(3));

    expect(decision.verdict).toBe('report');
    expect(againstIn(decision)).toEqual(['attempts are left']);
    expect(toldBy(decision)).toMatchObject({
      severity: 'error',
      title: 'report: The application ended with an error — gave up after 3 restarts',
      summary: 'Gave up after 3 restarts: all 3 attempts have been made.',
    });
  });

  test('resetAfter starts counting afresh: a task that ran that long has proved itself', () => {
    const ran = { startedAt: '2026-03-03T13:52:00.000Z', stoppedAt: '2026-03-03T14:02:00.000Z' };

    const decision = stopped(nth(3, ran));

    expect(planIn(decision).plan.lineage).toMatchObject({
      attempt: 1,
      rootTaskArn: taskArnOf('restart-3'),
      gaveMemory: false,
    });
    expect(toldBy(decision).about).toBe(taskArnOf('restart-3'));
  });

  test('go by the tag deckhand:restart before the rule', () => {
    expect(planIn(stopped(tagged({ 'deckhand:restart': '5' }))).plan.attempts).toBe(5);
    expect(stopped(tagged({ 'deckhand:restart': 'never' })).verdict).toBe('report');
  });

  test('go by the rule of the root task, whoever started the restarts', () => {
    const config = yml(`
      restart:
        mode: act
        rules: [{ match: { startedBy: events-rule/nightly }, attempts: 9 }]
    `);
    const lineage = aLineage({ attempt: 3, rootStartedBy: 'events-rule/nightly' });

    const decision = stopped({ task: aRestartedTask(3), lineage }, config);

    expect(planIn(decision).plan.attempts).toBe(9);
  });

  test("are told by the task's startedBy where memory was lost", () => {
    const decision = stopped({ task: aRestartedTask(3), lineage: null });

    expect(decision.verdict).toBe('report');
    expect(toldBy(decision)).toMatchObject({
      about: taskArnOf('root'),
      title: 'report: The application ended with an error — gave up after 3 restarts',
    });
  });

  test('an attempt made already is not made again, when ECS tells of an end twice', () => {
    const rootAgain = stopped({ task: aTask({ version: 7 }), lineage: aLineage({ attempt: 1 }) });
    const firstAgain = stopped({ task: aRestartedTask(1), lineage: aLineage({ attempt: 2 }) });

    for (const decision of [rootAgain, firstAgain]) {
      expect(decision).toMatchObject({ verdict: 'ignore', actions: [] });
      expect(againstIn(decision)).toEqual(['nothing was started in its place yet']);
    }
  });

  test("never exceed the rule's, over any lineage", () => {
    const ends = fc.constantFrom(stops.outOfMemory, stops.spot, stops.subnetFull, { exitCode: 2 });
    const lineages = fc.record({
      attempt: fc.integer({ min: 1, max: 12 }),
      gaveMemory: fc.boolean(),
    });
    const startedAt = fc.constantFrom('2026-03-03T14:00:00.000Z', '2026-03-03T13:00:00.000Z');
    fc.assert(
      fc.property(
        fc.nat(10),
        fc.option(lineages),
        ends,
        startedAt,
        (attempts, lineage, end, at) => {
          const config = yml(
            `restart: { mode: act, attempts: ${attempts}, spotFallback: FARGATE }`,
          );
          const task = lineage
            ? aRestartedTask(lineage.attempt, { ...end, startedAt: at })
            : aTask({ ...end, startedAt: at });

          const decision = stopped({ task, lineage: lineage ? aLineage(lineage) : null }, config);

          if (decision.verdict !== 'restart') return;
          const attempt =
            runTaskIn(decision)?.lineage.attempt ?? planIn(decision).plan.lineage.attempt;
          expect(attempt).toBeLessThanOrEqual(attempts);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a launch that is not known', () => {
  const why = 'its RunTask call is not remembered';
  const notKnown = (notYet: boolean) => ({ launched: { known: false, why, notYet } as const });

  test('is reported, not guessed', () => {
    const decision = stopped(notKnown(false));

    expect(decision.verdict).toBe('report');
    expect(doneBy(decision)).toEqual(['notify']);
    expect(againstIn(decision)).toEqual(['its launch is known']);
    expect(toldBy(decision).summary).toBe(`Not restarted: ${why}.`);
  });

  const young = aTask({ createdAt: '2026-03-03T13:59:00.000Z' });

  test('and that CloudTrail may still tell is waited for, and not counted twice', () => {
    const decision = stopped({ task: young, ...notKnown(true) });

    expect(decision.verdict).toBe('wait');
    expect(laterIn(decision)).toMatchObject({
      at: '2026-03-03T14:04:00.000Z',
      call: { playbook: 'restart', about: { what: 'look-again', task: young } },
    });
    expect(toldBy(decision).counts).toBe(false);
  });

  test('is not waited for where another question is answered no', () => {
    const memory = aMemory({ killSwitch: { by: 'alice', at: 'now', why: 'incident' } });

    expect(stopped({ task: young, memory, ...notKnown(true) }).verdict).toBe('report');
  });

  test('is waited for in observe mode, too: it decides the same', () => {
    const decision = stopped({ task: young, ...notKnown(true) }, yml());

    expect(decision.verdict).toBe('wait');
    expect(toldBy(decision).summary).toContain('It would be restarted if');
  });
});

describe('a task definition', () => {
  test('that could not be looked up may forbid a restart by its tags, so there is none', () => {
    const decision = stopped({ definition: unknown('ecs:DescribeTaskDefinition was denied') });

    expect(decision.verdict).toBe('report');
    expect(againstIn(decision)).toEqual(['its task definition and its tags are known']);
    expect(toldBy(decision).summary).toContain('ecs:DescribeTaskDefinition was denied');
  });

  test('that does not exist any more cannot be run', () => {
    const decision = stopped({ definition: known(null) });

    expect(decision.verdict).toBe('report');
    expect(toldBy(decision).summary).toContain('does not exist any more');
  });

  test('tagged deckhand:mode=off is left alone altogether', () => {
    const decision = stopped(tagged({ 'deckhand:mode': 'off' }));

    expect(decision).toMatchObject({ verdict: 'ignore', actions: [] });
    expect(againstIn(decision)).toEqual(['Deckhand looks after it']);
  });

  test.each([
    ['act', yml('actByTag: [restart]'), 'restart'],
    ['act', yml(), 'report'],
    ['observe', acting, 'report'],
  ])('tagged deckhand:mode=%s goes before the rule, if tags may: %#', (mode, config, verdict) => {
    expect(stopped(tagged({ 'deckhand:mode': mode }), config).verdict).toBe(verdict);
  });
});

describe('what stops every restart', () => {
  test('is the kill switch, and people are told who threw it', () => {
    const memory = aMemory({
      killSwitch: { by: 'alice', at: '2026-03-03T13:00:00.000Z', why: 'database is down' },
    });

    const decision = stopped({ memory });

    expect(decision.verdict).toBe('report');
    expect(toldBy(decision).summary).toMatch(
      /^Not restarted: stopped by alice .*database is down\.$/,
    );
  });

  test('is a budget that is used up', () => {
    const spent = Array.from({ length: 10 }, () => '2026-03-03T13:55:00.000Z');

    const decision = stopped({ memory: aMemory({ spent }) });

    expect(decision.verdict).toBe('report');
    expect(againstIn(decision)).toEqual(['budget is left']);
    expect(toldBy(decision).summary).toContain('10 of 10 restarts used in the last 10m');
  });

  test('is not what was spent before the window', () => {
    const spent = Array.from({ length: 10 }, () => '2026-03-03T13:52:05.000Z');

    expect(stopped({ memory: aMemory({ spent }) }).verdict).toBe('restart');
  });

  test('the budget is paid per cluster, or for the whole account', () => {
    const account = yml(
      'restart: { mode: act, budget: { per: account, restarts: 2, window: 1h } }',
    );

    expect(planIn(stopped()).plan.budget).toEqual({
      key: clusterArn,
      restarts: 10,
      windowMs: 600_000,
    });
    expect(planIn(stopped({}, account)).plan.budget).toEqual({
      key: 'account',
      restarts: 2,
      windowMs: 3_600_000,
    });
  });
});

describe('what differs from the launch before', () => {
  test('out of memory: once, with factor times the memory in a size Fargate sells', () => {
    const config = yml('restart: { mode: act, outOfMemory: { factor: 1.5, maxMemory: 8192 } }');

    const first = stopped({ task: aTask(stops.outOfMemory) }, config);
    const lineage = aLineage({ attempt: 1, gaveMemory: true });
    const second = stopped({ task: aRestartedTask(1, stops.outOfMemory), lineage }, config);

    expect(planIn(first).plan).toMatchObject({
      attempts: 1,
      lineage: { gaveMemory: true, launch: { overrides: { memory: '2048' } } },
    });
    expect(toldBy(first).summary).toContain('with 2048 MiB of memory');
    expect(second.verdict).toBe('report');
    expect(toldBy(second).title).toContain('gave up after 1 restart');
  });

  test('Spot: at once, on spotFallback', () => {
    const config = yml('restart: { mode: act, spotFallback: FARGATE }');

    const decision = stopped({ task: aTask(stops.spot) }, config);

    expect(doneBy(decision)).toEqual(['run-task', 'call-later', 'notify']);
    expect(runTaskIn(decision)).toMatchObject({
      launch: { capacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }] },
      startedBy: 'deckhand/root/1',
      clientToken: clientTokenOf(taskArnOf('root'), 1),
      lineage: { attempt: 1 },
    });
    expect(toldBy(decision).summary).toBe('Restarted on FARGATE at once: attempt 1 of 3.');
  });

  test('Spot a second time: after the backoff, like any other failure', () => {
    const decision = stopped({ task: aRestartedTask(1, stops.spot), lineage: aLineage() });

    expect(runTaskIn(decision)).toBeUndefined();
    expect(planIn(decision).at).toBe('2026-03-03T14:02:15.000Z');
  });

  test('no addresses in a subnet: the other subnets first, longer backoff', () => {
    const decision = stopped({ task: aTask(stops.subnetFull) });

    const { at, plan } = planIn(decision);
    expect(plan.lineage.launch.networkConfiguration?.awsvpcConfiguration.subnets).toEqual([
      'subnet-0b',
    ]);
    expect(at).toBe('2026-03-03T14:02:50.000Z');
    expect(toldBy(decision).summary).toContain('without subnet subnet-0a');
  });

  test('nothing else: the same revision, even where a newer one exists', () => {
    const launch = aLaunch({ taskDefinition: definitionArnOf('report:7') });
    const decision = stopped({ launched: { known: true, source: 'run-task', launch } });

    expect(planIn(decision).plan.lineage.launch).toEqual(launch);
  });
});

describe('in observe mode', () => {
  test('the same is decided, told as what would be, and nothing is done', () => {
    const config = yml('restart: { outOfMemory: { factor: 1.5, maxMemory: 8192 } }');

    const decision = stopped({ task: aTask(stops.outOfMemory) }, config);

    expect(decision.verdict).toBe('report');
    expect(doneBy(decision)).toEqual(['notify']);
    expect(againstIn(decision)).toEqual(['Deckhand may act']);
    expect(toldBy(decision)).toMatchObject({
      title: 'report: Container killed: out of memory — would be restarted',
      summary: expect.stringMatching(
        /^Would be restarted with 2048 MiB of memory at .*, attempt 1 of 1; mode is observe\.$/,
      ),
    });
  });

  test('what would not be restarted anyway is told as in act mode', () => {
    const observed = stopped({ task: aTask(stops.imageMissing) }, yml());
    const acted = stopped({ task: aTask(stops.imageMissing) });

    expect(toldBy(observed).title).toBe(toldBy(acted).title);
    expect(toldBy(observed).summary).toBe(toldBy(acted).summary);
  });
});

test('the same facts give the same decision, and are left as they are', () => {
  const facts = stoppedFacts({ task: aTask(stops.subnetFull) });
  const before = JSON.stringify(facts);

  const [one, other] = [decide(facts, acting), decide(facts, acting)];

  expect(one).toEqual(other);
  expect(JSON.stringify(facts)).toBe(before);
});
