import { z } from 'zod';

/** What one function of the stack hears of, and what its role lets it do outside of the stack. */
export type Rights = {
  readonly name: string;
  /** `aws.ecs: ECS Task State Change`, `LaterQueue`. */
  readonly events: readonly string[];
  /** Actions that change something, on what is not the stack's own. */
  readonly changes: readonly string[];
  /** Actions that only look. */
  readonly looks: readonly string[];
};

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((given) => [given].flat());

/** Strict: whoever writes `NotAction` or `NotResource` means more than stands there. */
const Statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.literal('Allow'),
  Action: oneOrMore,
  Resource: z.unknown(),
  Condition: z.unknown().optional(),
});
type Statement = z.infer<typeof Statement>;

const Template = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
});
type Template = z.infer<typeof Template>;

const Role = z.object({
  Policies: z.array(z.object({ PolicyDocument: z.object({ Statement: z.array(Statement) }) })),
  ManagedPolicyArns: z.tuple([]).optional(),
});

const Pattern = z.object({
  source: z.array(z.string()).default([]),
  'detail-type': z.array(z.string()).default([]),
});

/**
 * What a packaged stack may do, function by function, from its CloudFormation template. Its own table, queues and log
 * groups are left out: every function uses those.
 *
 * @throws where a role holds something else than Allow statements, or is none of the template's: that would have to be
 * read by a person.
 */
export function rightsIn(templateText: string): readonly Rights[] {
  const template = Template.parse(JSON.parse(templateText));
  return entriesOf(template, 'AWS::Lambda::Function').map(([id, { Role: role }]) => {
    const actions = statementsOf(template, referredBy(role)).flatMap((statement) =>
      isOwn(statement, template) ? [] : statement.Action,
    );
    const distinct = [...new Set(actions)].sort();
    return {
      name: nameOf(id),
      events: eventsOf(template, id),
      changes: distinct.filter((action) => !isLook(action)),
      looks: distinct.filter(isLook),
    };
  });
}

const entriesOf = ({ Resources }: Template, type: string) =>
  Object.entries(Resources).flatMap(([id, { Type, Properties }]) =>
    Type === type ? [[id, Properties] as const] : [],
  );

/** `TaskStoppedLambdaFunction` is what the framework makes of `taskStopped`. */
const nameOf = (id: string): string =>
  id.charAt(0).toLowerCase() + id.slice(1).replace(/LambdaFunction$/, '');

const statementsOf = ({ Resources }: Template, roleId: string | undefined): readonly Statement[] =>
  Role.parse(Resources[roleId ?? '']?.Properties).Policies.flatMap(
    ({ PolicyDocument }) => PolicyDocument.Statement,
  );

const Reference = z.union([
  z.object({ Ref: z.string() }).transform(({ Ref }) => Ref),
  z
    .object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) })
    .transform((got) => got['Fn::GetAtt'][0]),
]);

/** The logical id that `{Ref}` or `{Fn::GetAtt}` names. */
const referredBy = (value: unknown): string | undefined => Reference.safeParse(value).data;

/** A statement about nothing but the stack's own resources, or about the function's own log group. */
function isOwn({ Action, Resource }: Statement, { Resources }: Template): boolean {
  if (Action.every((action) => /^logs:(Create|Put)/.test(action))) return true;
  return [Resource].flat().every((one) => {
    const id = referredBy(one);
    return id !== undefined && id in Resources;
  });
}

const isLook = (action: string): boolean => /:(Batch)?(Get|Describe|List|Query|Scan)/.test(action);

function eventsOf(template: Template, functionId: string): readonly string[] {
  const isFor = (value: unknown): boolean => referredBy(value) === functionId;
  const Targets = z.array(z.object({ Arn: z.unknown() })).default([]);
  const rules = entriesOf(template, 'AWS::Events::Rule')
    .filter(([, rule]) => Targets.parse(rule.Targets).some(({ Arn }) => isFor(Arn)))
    .flatMap(([, { EventPattern }]) => {
      const { source, 'detail-type': types } = Pattern.parse(EventPattern);
      return types.map((type) => `${source.join(', ')}: ${type}`);
    });
  const queues = entriesOf(template, 'AWS::Lambda::EventSourceMapping').flatMap(
    ([, { FunctionName, EventSourceArn }]) =>
      isFor(FunctionName) ? (referredBy(EventSourceArn) ?? []) : [],
  );
  const topics = entriesOf(template, 'AWS::SNS::Subscription').flatMap(
    ([, { Endpoint, TopicArn }]) => (isFor(Endpoint) ? (referredBy(TopicArn) ?? []) : []),
  );
  return [...rules, ...queues, ...topics];
}
