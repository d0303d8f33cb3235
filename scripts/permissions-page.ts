import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { resolveVariables } from '../local/cloud/template/variables.ts';
import { parseTemplate } from '../local/cloud/template/yaml.ts';
import { features } from '../shared/config/features.ts';
import { reasons } from './permission-reasons.ts';

const Texts = z.union([z.string().transform((text) => [text]), z.array(z.string())]);
const Statement = z.object({
  when: Texts.optional(),
  Action: Texts,
  Resource: z.unknown(),
  Condition: z.unknown().optional(),
});
const Written = z.object({
  functions: z.record(
    z.string(),
    z.object({
      when: Texts.optional(),
      description: z.string(),
      events: z.array(z.record(z.string(), z.unknown())),
      iamRoleStatements: z.array(Statement),
    }),
  ),
});

type WrittenFunction = z.infer<typeof Written>['functions'][string];

/** The page `docs/permissions.md`, written from serverless.yml: what each function hears of, may do, and why. */
export function permissionsPage(): string {
  const sections = Object.entries(functionsOf()).map(([name, fn]) => section(name, fn));
  return `${[opening(), ...sections, closing].join('\n\n')}\n`;
}

function functionsOf() {
  const root = resolve(import.meta.dirname, '..');
  const document = parseTemplate(readFileSync(resolve(root, 'serverless.yml'), 'utf8'));
  return Written.parse(
    resolveVariables(document, {
      document,
      stage: 'dev',
      region: 'us-east-1',
      account: '123456789012',
      options: {},
      params: {},
      environment: {},
      readFile: () => ({}),
    }),
  ).functions;
}

const opening = (): string => `# Permissions

Written from \`serverless.yml\` by \`npm run permissions\`; change it there. Every function has a role of its own, and the
stories of \`test/stories\` fail for a permission too few, their last tests for one too many.

A row with a feature is deployed only where \`deckhand.yml\` asks for that; \`{restart.clusters}\` stands for the names and
globs that its rules narrow the feature to, \`*\` where they do not, or where there are more than 20 of them. Resources are
of the stack's own account and region unless the ARN says otherwise.

| Feature | The stack |
| --- | --- |
${Object.entries(features)
  .map(([name, what]) => `| \`${name}\` | ${what} |`)
  .join('\n')}`;

function section(name: string, { when, description, events, iamRoleStatements }: WrittenFunction) {
  const rows = iamRoleStatements.flatMap((statement) =>
    statement.Action.map((action) => [
      `\`${action}\``,
      code(resourcesIn(statement.Resource)),
      conditionOf(statement.Condition),
      reasonFor(action, resourcesIn(statement.Resource)),
      code(statement.when ?? []),
    ]),
  );
  const only = when ? ` Deployed for ${code(when)}.` : '';
  return `## ${name}

${description} Hears of ${events.map(eventOf).join('; ')}.${only}

| Permission | On | If | Why | Feature |
| --- | --- | --- | --- | --- |
${rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}`;
}

const closing = `## Every function

| Permission | On | Why |
| --- | --- | --- |
| \`logs:CreateLogStream\`, \`logs:PutLogEvents\` | its own log group | its log |
| \`sqs:ReceiveMessage\`, \`sqs:DeleteMessage\`, \`sqs:GetQueueAttributes\` | the queue it is fed by, if it is | Lambda takes the messages |

The schedules of EventBridge Scheduler have a role that may send to \`CleanupQueue\`, and nothing else.`;

const code = (texts: readonly string[]): string => texts.map((text) => `\`${text}\``).join(', ');

function reasonFor(action: string, resources: readonly string[]): string {
  const reason = reasons[action] ?? reasons[`${action} on ${resources.join(', ')}`];
  if (reason) return reason;
  throw new Error(
    `scripts/permission-reasons.ts: what is ${action} on ${resources.join(', ')} for?`,
  );
}

/** `!GetAtt Table.Arn` is `Table`; of an ARN, what comes behind our own account and region. */
function resourcesIn(resource: unknown): readonly string[] {
  return [resource].flat().map((one) => {
    const [[fn = '', argument] = []] = Object.entries(Object(one));
    if (typeof one === 'string') return one;
    if (fn === 'Ref') return String(argument);
    if (fn === 'Fn::GetAtt') return String([argument].flat()[0]);
    return String(argument).replace(
      /^arn:\$\{AWS::Partition\}:[a-z0-9-]+:(\$\{AWS::Region\})?:\$\{AWS::AccountId\}:/,
      '',
    );
  });
}

function conditionOf(condition: unknown): string {
  const operators = Object.values(Object(condition ?? {}));
  return operators
    .flatMap((keys) => Object.entries(Object(keys)))
    .map(([key, value]) => `\`${key}\` is ${code(resourcesIn(value))}`)
    .join(' and ');
}

function eventOf(event: Readonly<Record<string, unknown>>): string {
  const [[kind = '', about] = []] = Object.entries(event);
  const { pattern, arn, schedule } = Object(about);
  if (pattern) return [pattern['detail-type']].flat().map(String).join(', ');
  if (schedule) return `the schedule \`${String(schedule)}\``;
  return `${kind === 'sqs' ? 'the queue' : 'the topic'} \`${resourcesIn(arn).join()}\``;
}
