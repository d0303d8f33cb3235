import type { Bus, DeliveredEvent } from '../bus.ts';
import { readJson } from '../protocols/json.ts';
import { parseExpression } from '../schedule/expression.ts';
import { recur } from '../schedule/recur.ts';
import { ApiError, type Body, type Kernel } from '../types.ts';
import { type Destinations, reach, type Target } from './targets.ts';

export type Rule = {
  readonly name: string;
  readonly arn: string;
  readonly settings: RuleSettings;
  readonly targets: Map<string, Target>;
  stop: () => void;
};

export type RuleSettings = {
  readonly EventPattern?: string | undefined;
  readonly ScheduleExpression?: string | undefined;
  readonly State?: string | undefined;
  readonly Description?: string | undefined;
};

/** Rules that people made, besides those of the stack: what they wait for, and what they set off. */
export function createRuleStore(kernel: Kernel, bus: Bus, destinations: Destinations) {
  const rules = new Map<string, Rule>();
  const { partition, region, account } = kernel;

  function find(name: string): Rule {
    const rule = rules.get(name);
    if (rule) return rule;
    throw new ApiError(
      'ResourceNotFoundException',
      `Rule ${name} does not exist on EventBus default.`,
    );
  }

  function put(name: string, settings: RuleSettings): Rule {
    const before = rules.get(name);
    before?.stop();
    const arn = `arn:${partition}:events:${region}:${account}:rule/${name}`;
    const targets = before?.targets ?? new Map<string, Target>();
    const rule: Rule = { name, arn, settings, targets, stop: () => undefined };
    rules.set(name, rule);
    if (settings.State !== 'DISABLED') rule.stop = begin(rule);
    return rule;
  }

  function begin(rule: Rule): () => void {
    const { EventPattern, ScheduleExpression } = rule.settings;
    const stops: (() => void)[] = [];
    if (EventPattern !== undefined) {
      const pattern = readJson(EventPattern);
      bus.addRule({ name: rule.arn, pattern, deliver: (event) => fire(rule, event) });
      stops.push(() => bus.removeRule(rule.arn));
    }
    if (ScheduleExpression !== undefined) {
      const expression = parseExpression(ScheduleExpression, kernel.time.now());
      const what = `rule ${rule.name}`;
      const happen = () => fire(rule, scheduledEvent(kernel, rule.arn));
      stops.push(recur({ time: kernel.time, expression, what, happen }));
    }
    return () => {
      for (const stop of stops) stop();
    };
  }

  async function fire(rule: Rule, event: DeliveredEvent): Promise<void> {
    for (const target of rule.targets.values()) await reach(target, rule, event, destinations);
  }

  return { rules, find, put };
}

export type RuleStore = ReturnType<typeof createRuleStore>;

/** What EventBridge sends when a rule's schedule is due. */
export function scheduledEvent(kernel: Kernel, ruleArn: string): DeliveredEvent {
  const detail: Body = {};
  return {
    version: '0',
    id: kernel.dice.uuid(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: kernel.account,
    time: new Date(kernel.time.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: kernel.region,
    resources: [ruleArn],
    detail,
  };
}
