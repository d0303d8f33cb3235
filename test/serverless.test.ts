import { beforeAll, describe, expect, test } from '@jest/globals';
import { referencesIn, type Template } from '../scripts/stack/template.ts';
import { hearsEvents } from '../shared/config/types/stack.ts';
import { everything } from './support/everything.ts';
import { packagedTemplate } from './support/packaged.ts';
import {
  actionsOf,
  all,
  granted,
  property,
  referredTo,
  type Statement,
  statementsOf,
} from './support/template.ts';

/** The template of the configuration that everybody starts with, and the one of all there is, in another partition. */
let observing: Template;
let acting: Template;

beforeAll(() => {
  observing = packagedTemplate({ config: '' });
  acting = packagedTemplate({ config: everything, stage: 'prod', region: 'cn-north-1' });
}, 180_000);

/** The logical id of a function, as the framework makes it. */
const idOf = (name: string): string =>
  `${name.charAt(0).toUpperCase()}${name.slice(1)}LambdaFunction`;

const both = (): readonly Template[] => [observing, acting];

/** What changes nothing. Source: the verbs of the Service Authorization Reference's access levels Read and List. */
const looks = /:(Get|List|Describe|BatchGet|Query)/;

/** Asks ECR what its own lifecycle policy would do, which does none of it. */
const previews = 'ecr:StartLifecyclePolicyPreview';

/** Whether a statement is about resources of the stack's own only. */
function isOwn({ Resource }: Statement, { Resources }: Template): boolean {
  return [Resource].flat().every((one) => {
    const [reference] = referencesIn(one);
    const isWhole = typeof one === 'object' && one !== null && !('Fn::Sub' in one);
    return isWhole && reference !== undefined && reference in Resources;
  });
}

/** Log streams below the function's own log group. */
const isOwnLog = (statement: Statement): boolean =>
  actionsOf(statement).every((action) => /^logs:(CreateLogStream|PutLogEvents)$/.test(action)) &&
  JSON.stringify(statement.Resource).includes('log-group:/aws/lambda/deckhand-');

const changing = (template: Template): readonly string[] =>
  all(template, 'AWS::IAM::Role').flatMap(([, role]) =>
    statementsOf(role)
      .filter((statement) => !isOwn(statement, template) && !isOwnLog(statement))
      .flatMap(actionsOf)
      .filter((action) => !looks.test(action) && action !== previews),
  );

describe('the permissions of the packaged stack', () => {
  test('change nothing but what is its own, in the configuration that everybody starts with', () => {
    expect(granted(observing).length).toBeGreaterThan(20);
    expect(changing(observing)).toEqual([]);
  });

  test('change what the configuration asks for, and nothing besides', () => {
    expect([...new Set(changing(acting))].sort()).toEqual([
      'ecr:BatchDeleteImage',
      'ecr:UpdateImageStorageClass',
      'ecs:RegisterTaskDefinition',
      'ecs:RunTask',
      'ecs:StopServiceDeployment',
      'ecs:TagResource',
      'ecs:UpdateService',
      'events:PutTargets',
      'iam:PassRole',
      'scheduler:UpdateSchedule',
      'sns:Publish',
    ]);
  });

  test('are never all actions of a service, nor of all', () => {
    expect(
      both()
        .flatMap(granted)
        .filter((action) => action.includes('*')),
    ).toEqual([]);
  });

  test('fit into the policies of a role: 10,240 characters', () => {
    const sizes = all(acting, 'AWS::IAM::Role').map(
      ([, role]) => JSON.stringify(property(role, 'Policies')).length,
    );

    expect(Math.max(...sizes)).toBeLessThan(10_240);
  });
});

describe('every function', () => {
  const functions = () =>
    both().flatMap((template) =>
      all(template, 'AWS::Lambda::Function').map(([id, fn]) => ({ id, fn, template })),
    );

  test('has a role that no other has', () => {
    for (const template of both()) {
      const roles = all(template, 'AWS::Lambda::Function').map(([, fn]) =>
        referredTo(property(fn, 'Role')),
      );

      expect(new Set(roles).size).toBe(roles.length);
      expect(all(template, 'AWS::IAM::Role').map(([id]) => id)).toEqual(
        expect.arrayContaining(roles),
      );
    }
  });

  test('has a time-out, memory, and runs on arm64', () => {
    for (const { fn } of functions()) {
      expect(fn.Properties).toMatchObject({
        Timeout: expect.any(Number),
        MemorySize: expect.any(Number),
        Architectures: ['arm64'],
        Runtime: 'nodejs24.x',
      });
    }
  });

  test('has a log group of the stack, which keeps its log for a while', () => {
    for (const { fn, template } of functions()) {
      const name = `/aws/lambda/${property(fn, 'FunctionName')}`;
      const [group] = all(template, 'AWS::Logs::LogGroup').filter(
        ([, { Properties }]) => Properties?.LogGroupName === name,
      );

      expect(group?.[1].Properties).toMatchObject({ RetentionInDays: 30 });
    }
  });

  test('keeps what it fails at for good: on failure, or in the dead-letter queue of its queue', () => {
    for (const { id, template } of functions()) {
      const onFailure = all(template, 'AWS::Lambda::EventInvokeConfig').some(
        ([, config]) =>
          referencesIn(config.Properties).has(id) &&
          referencesIn(config.Properties).has('FailedQueue'),
      );
      const fed = all(template, 'AWS::Lambda::EventSourceMapping')
        .filter(([, mapping]) => referencesIn(property(mapping, 'FunctionName')).has(id))
        .map(([, mapping]) => referredTo(property(mapping, 'EventSourceArn')) ?? '');
      const isFed =
        fed.length > 0 &&
        fed.every((queue) => template.Resources[queue]?.Properties?.RedrivePolicy);

      expect([id, onFailure || isFed]).toEqual([id, true]);
    }
  });

  test('that hears events is tried three times, for six hours at the most', () => {
    for (const template of both()) {
      const configs = all(template, 'AWS::Lambda::EventInvokeConfig');
      const heard = hearsEvents.map((name) => idOf(name)).filter((id) => id in template.Resources);

      expect(configs.map(([, one]) => referredTo(property(one, 'FunctionName'))).sort()).toEqual(
        [...heard].sort(),
      );
      for (const [, { Properties }] of configs) {
        expect(Properties).toMatchObject({
          MaximumRetryAttempts: 2,
          MaximumEventAgeInSeconds: 21_600,
        });
      }
    }
  });

  test('has concurrency reserved where the configuration asks for it, and nowhere else', () => {
    const reservedIn = (template: Template) =>
      all(template, 'AWS::Lambda::Function').flatMap(([id, { Properties }]) => {
        const reserved = Properties?.ReservedConcurrentExecutions;
        return reserved === undefined ? [] : [[id, reserved]];
      });

    expect(reservedIn(observing)).toEqual([]);
    expect(reservedIn(acting)).toEqual([[idOf('taskStopped'), 20]]);
  });

  test('that works on calls takes so many at a time, and no more', () => {
    const limits = all(acting, 'AWS::Lambda::EventSourceMapping').map(([, mapping]) => [
      referredTo(property(mapping, 'FunctionName')),
      property<{ MaximumConcurrency?: number } | undefined>(mapping, 'ScalingConfig')
        ?.MaximumConcurrency,
    ]);

    // Notices need no limit: a FIFO queue has one batch of each message group at a time.
    expect(Object.fromEntries(limits)).toEqual({
      [idOf('callDue')]: 10,
      [idOf('cleanupDue')]: 2,
      [idOf('noticeDue')]: undefined,
    });
  });

  test('is watched: errors and throttles tell the topic', () => {
    for (const { id, template } of functions()) {
      const watched = all(template, 'AWS::CloudWatch::Alarm')
        .filter(([, alarm]) => referencesIn(property(alarm, 'Dimensions')).has(id))
        .filter(([, alarm]) => referencesIn(property(alarm, 'AlarmActions')).has('Topic'))
        .map(([, alarm]) => property<string>(alarm, 'MetricName'));

      expect(watched).toEqual(expect.arrayContaining(['Errors', 'Throttles']));
    }
  });
});

describe('what the stack keeps', () => {
  test('is encrypted, forgotten in time and can be brought back: the table', () => {
    for (const template of both()) {
      expect(all(template, 'AWS::DynamoDB::Table').map(([, { Properties }]) => Properties)).toEqual(
        [
          expect.objectContaining({
            TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
            SSESpecification: { SSEEnabled: true },
          }),
        ],
      );
    }
  });

  test('is encrypted, and led away or watched: every queue', () => {
    for (const template of both()) {
      for (const [id, queue] of all(template, 'AWS::SQS::Queue')) {
        const isWatched = all(template, 'AWS::CloudWatch::Alarm').some(
          ([, alarm]) =>
            referencesIn(property(alarm, 'Dimensions')).has(id) &&
            property(alarm, 'MetricName') === 'ApproximateNumberOfMessagesVisible',
        );

        expect(queue.Properties).toMatchObject({ SqsManagedSseEnabled: true });
        expect([id, queue.Properties?.RedrivePolicy !== undefined || isWatched]).toEqual([
          id,
          true,
        ]);
      }
    }
  });

  test('is not delivered again while its function still works on it: every queue', () => {
    for (const [, mapping] of all(acting, 'AWS::Lambda::EventSourceMapping')) {
      const queue = acting.Resources[referredTo(property(mapping, 'EventSourceArn')) ?? ''];
      const fn = acting.Resources[referredTo(property(mapping, 'FunctionName')) ?? ''];

      expect(queue?.Properties?.VisibilityTimeout).toBeGreaterThan(Number(fn?.Properties?.Timeout));
    }
  });
});

describe('the template', () => {
  test('has tags on whatever can have them', () => {
    const types = ['Lambda::Function', 'IAM::Role', 'SQS::Queue', 'SNS::Topic', 'DynamoDB::Table'];
    for (const type of [...types, 'CloudWatch::Alarm', 'Logs::LogGroup', 'Events::Rule']) {
      for (const [, resource] of all(acting, `AWS::${type}`)) {
        expect(property(resource, 'Tags')).toEqual([
          { Key: 'service', Value: 'deckhand' },
          { Key: 'stage', Value: 'prod' },
        ]);
      }
    }
  });

  test('has one role that cfn-lint is told to let pass: that of an action it does not know', () => {
    const passing = all(acting, 'AWS::IAM::Role').filter(
      ([, { Metadata }]) => Metadata !== undefined,
    );

    expect(passing.map(([, role]) => statementsOf(role).flatMap(actionsOf))).toEqual([
      expect.arrayContaining(['cloudwatch:DescribeAlarmContributors']),
    ]);
  });

  test('names no account, no partition and no domain of one', () => {
    const text = JSON.stringify(observing).replaceAll(/"S3Key":"[^"]*"/g, '');

    expect(text).not.toMatch(/\b\d{12}\b/);
    expect(text).not.toMatch(/arn:aws/);
    expect(text.replaceAll(/"[a-z.]+\.amazonaws\.com"/g, '')).not.toContain('amazonaws.com');
  });

  test('refers to nothing that is not deployed', () => {
    for (const template of both()) {
      const missing = [...referencesIn(template)].filter(
        (id) => !id.startsWith('AWS::') && !(id in template.Resources),
      );

      expect(missing).toEqual([]);
    }
  });

  test('has no name that a stack of another stage or in another region has, too', () => {
    const namesIn = (template: Template): readonly string[] =>
      Object.values(template.Resources).flatMap(({ Properties = {} }) =>
        Object.entries(Properties)
          .filter(([key]) =>
            /^(Name|(Function|Role|LogGroup|Dashboard|Table|Queue|Topic|Alarm)Name)$/.test(key),
          )
          .filter(([, value]) => !('Ref' in Object(value)) && !('Fn::GetAtt' in Object(value)))
          .map(([, value]) => JSON.stringify(value)),
      );
    const names = namesIn(observing);

    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => namesIn(acting).includes(name))).toEqual([]);
    // Roles and dashboards are the account's, whatever the region; those without a name are named by CloudFormation.
    const ofAccount = Object.values(observing.Resources).flatMap(({ Properties = {} }) =>
      [Properties.RoleName, Properties.DashboardName].filter((name) => name !== undefined),
    );
    for (const name of ofAccount) expect(JSON.stringify(name)).toContain('AWS::Region');
  });

  test('has a dashboard of every queue and function, and of what Deckhand counts', () => {
    const [[, dashboard] = []] = all(acting, 'AWS::CloudWatch::Dashboard');
    const body = JSON.stringify(dashboard?.Properties?.DashboardBody ?? '');
    const parts = ['AWS::SQS::Queue', 'AWS::Lambda::Function'].flatMap((type) => all(acting, type));

    expect(parts.filter(([id]) => !referencesIn(body).has(id))).toEqual([]);
    for (const metric of ['Signals', 'Decisions', 'Actions', 'Refusals', 'Notices', 'NoticeLag']) {
      expect(body).toContain(metric);
    }
    expect(body).toContain('deckhand-prod');
  });
});
