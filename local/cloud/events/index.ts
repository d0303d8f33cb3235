import { z } from 'zod';
import { action, page } from '../action.ts';
import type { Bus } from '../bus.ts';
import { isBody } from '../protocols/json.ts';
import {
  type ApiAction,
  ApiError,
  type Body,
  type Kernel,
  type Permission,
  type Service,
} from '../types.ts';
import { createRuleStore, type Rule, type RuleStore } from './store.ts';
import { type Destinations, Target } from './targets.ts';

const Name = z.looseObject({ Name: z.string() });
const OfRule = z.looseObject({ Rule: z.string() });
const Page = { NextToken: z.string().optional(), Limit: z.number().optional() };
const PutRule = Name.extend({
  EventPattern: z.string().optional(),
  ScheduleExpression: z.string().optional(),
  State: z.string().optional(),
  Description: z.string().optional(),
});
const Entry = z.looseObject({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  Resources: z.array(z.string()).optional(),
});
const PutEvents = z.looseObject({ Entries: z.array(Entry).min(1).max(10) });

/** Amazon EventBridge: the default bus, its rules and their targets. */
export function createEvents(
  kernel: Kernel,
  bus: Bus,
  destinations: Destinations,
): { readonly service: Service } {
  const store = createRuleStore(kernel, bus, destinations);
  const busArn = `arn:${kernel.partition}:events:${kernel.region}:${kernel.account}:event-bus/default`;
  const actions = {
    ...ruleActions(store, kernel),
    ...targetActions(store, kernel),
    PutEvents: action({
      input: PutEvents,
      permissions: () => [{ action: 'events:PutEvents', resource: busArn }],
      answer: ({ Entries }) => putEvents(Entries, kernel),
    }),
  };
  return { service: { name: 'events', actions } };
}

type Actions = { readonly [action: string]: ApiAction };

const onRule = (kernel: Kernel, name: string, rule: string) => [
  {
    action: `events:${name}`,
    resource: `arn:${kernel.partition}:events:${kernel.region}:${kernel.account}:rule/${rule}`,
  },
];

function ruleActions(store: RuleStore, kernel: Kernel): Actions {
  const on = (name: string) => (input: z.infer<typeof Name>) => onRule(kernel, name, input.Name);
  return {
    PutRule: action({
      input: PutRule,
      permissions: on('PutRule'),
      answer({ Name: name, ...settings }) {
        if (!settings.EventPattern && !settings.ScheduleExpression) {
          const message = 'Parameter(s) EventPattern or ScheduleExpression must be specified.';
          throw new ApiError('ValidationException', message);
        }
        return { RuleArn: store.put(name, settings).arn };
      },
    }),
    ListEventBuses: action({
      input: z.looseObject({}),
      answer: () => ({ EventBuses: [{ Name: 'default' }] }),
    }),
    DescribeRule: action({
      input: Name,
      permissions: on('DescribeRule'),
      answer: (input) => describe(store.find(input.Name)),
    }),
    ListRules: action({
      input: z.looseObject({ NamePrefix: z.string().optional(), ...Page }),
      answer({ NamePrefix = '', NextToken, Limit = 100 }) {
        const found = [...store.rules.values()].filter(({ name }) => name.startsWith(NamePrefix));
        const { items, nextToken } = page(found, NextToken, Limit);
        return { Rules: items.map(describe), NextToken: nextToken };
      },
    }),
    DeleteRule: action({
      input: Name,
      permissions: on('DeleteRule'),
      answer(input) {
        const rule = store.rules.get(input.Name);
        if (rule && rule.targets.size > 0) {
          throw new ApiError('ValidationException', "Rule can't be deleted since it has targets.");
        }
        rule?.stop();
        store.rules.delete(input.Name);
        return {};
      },
    }),
  };
}

/** Whoever writes a target hands its role to EventBridge. */
const passing = (targets: readonly Target[]): readonly Permission[] =>
  targets.flatMap(({ RoleArn: resource }) =>
    resource === undefined
      ? []
      : [
          {
            action: 'iam:PassRole',
            resource,
            context: { 'iam:PassedToService': 'events.amazonaws.com' },
          },
        ],
  );

function targetActions(store: RuleStore, kernel: Kernel): Actions {
  const on = (name: string) => (input: z.infer<typeof OfRule>) => onRule(kernel, name, input.Rule);
  return {
    PutTargets: action({
      input: OfRule.extend({ Targets: z.array(Target) }),
      permissions: (input) => [...on('PutTargets')(input), ...passing(input.Targets)],
      answer({ Rule: name, Targets }) {
        const { targets } = store.find(name);
        for (const target of Targets) targets.set(target.Id, target);
        return { FailedEntryCount: 0, FailedEntries: [] };
      },
    }),
    RemoveTargets: action({
      input: OfRule.extend({ Ids: z.array(z.string()) }),
      permissions: on('RemoveTargets'),
      answer({ Rule: name, Ids }) {
        const { targets } = store.find(name);
        for (const id of Ids) targets.delete(id);
        return { FailedEntryCount: 0, FailedEntries: [] };
      },
    }),
    ListTargetsByRule: action({
      input: OfRule.extend(Page),
      permissions: on('ListTargetsByRule'),
      answer({ Rule: name, NextToken, Limit = 100 }) {
        const { items, nextToken } = page([...store.find(name).targets.values()], NextToken, Limit);
        return { Targets: items, NextToken: nextToken };
      },
    }),
    ListRuleNamesByTarget: action({
      input: z.looseObject({ TargetArn: z.string(), ...Page }),
      answer({ TargetArn, NextToken, Limit = 100 }) {
        const found = [...store.rules.values()].filter(({ targets }) =>
          [...targets.values()].some(({ Arn }) => Arn === TargetArn),
        );
        const { items, nextToken } = page(found, NextToken, Limit);
        return { RuleNames: items.map(({ name }) => name), NextToken: nextToken };
      },
    }),
  };
}

const describe = ({ name, arn, settings }: Rule): Body => ({
  Name: name,
  Arn: arn,
  State: 'ENABLED',
  EventBusName: 'default',
  ...Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)),
});

/** Each entry by itself. Nobody may speak in the name of an AWS service. */
function putEvents(entries: readonly z.infer<typeof Entry>[], kernel: Kernel): Body {
  const answers = entries.map((entry) => {
    const problem = problemOf(entry);
    if (problem) return problem;
    kernel.emit({
      source: entry.Source ?? '',
      'detail-type': entry.DetailType ?? '',
      resources: entry.Resources ?? [],
      detail: JSON.parse(entry.Detail ?? '{}'),
    });
    return { EventId: kernel.dice.uuid() };
  });
  const FailedEntryCount = answers.filter((answer) => 'ErrorCode' in answer).length;
  return { Entries: answers, FailedEntryCount };
}

function problemOf({ Source, DetailType, Detail }: z.infer<typeof Entry>): Body | null {
  if (!Source || !DetailType) {
    const ErrorMessage = 'Parameter Source and DetailType must be specified.';
    return { ErrorCode: 'InvalidArgument', ErrorMessage };
  }
  if (Source.startsWith('aws.')) {
    const ErrorMessage = `${Source} is reserved for AWS services.`;
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage };
  }
  try {
    if (isBody(JSON.parse(Detail ?? ''))) return null;
  } catch {
    // Text that is no JSON is refused like JSON that is no object.
  }
  return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
}
