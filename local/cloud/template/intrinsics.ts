import { domainOf } from '../partition.ts';
import { isBody } from '../protocols/json.ts';
import type { Physical, Place } from './physical.ts';

/** What CloudFormation's functions may refer to. */
export type References = {
  readonly place: Place;
  readonly find: (logicalId: string) => Physical | undefined;
  /** Values of the template's conditions. */
  readonly conditions: { readonly [name: string]: unknown };
};

const nothing = Symbol('AWS::NoValue');

/** Evaluates CloudFormation's functions in a value, with the local account's names, ARNs and URLs. */
export function evaluate(value: unknown, references: References): unknown {
  const result = step(value, references);
  return result === nothing ? undefined : result;
}

function step(value: unknown, references: References): unknown {
  if (Array.isArray(value)) {
    return value.map((one) => step(one, references)).filter((one) => one !== nothing);
  }
  if (!isBody(value)) return value;
  const [[name = '', argument] = [], ...more] = Object.entries(value);
  const apply = more.length === 0 ? functions[name] : undefined;
  if (apply) return apply(argument, references);
  const members = Object.entries(value).map(([key, one]) => [key, step(one, references)] as const);
  return Object.fromEntries(members.filter(([, one]) => one !== nothing));
}

type Apply = (argument: unknown, references: References) => unknown;

const functions: { readonly [name: string]: Apply } = {
  Ref: (name, references) => refer(String(name), references),
  'Fn::GetAtt': (argument, references) => attribute(list(argument).map(String), references),
  'Fn::Sub': substitute,
  'Fn::Join': (argument, references) => {
    const [separator, parts] = list(step(argument, references));
    return list(parts).join(String(separator));
  },
  'Fn::Select': (argument, references) => {
    const [index, from] = list(step(argument, references));
    return list(from)[Number(index)];
  },
  'Fn::Split': (argument, references) => {
    const [separator, text] = list(step(argument, references));
    return String(text).split(String(separator));
  },
  'Fn::If': (argument, references) => {
    const [condition, then, otherwise] = list(argument);
    return step(isTrue({ Condition: condition }, references) ? then : otherwise, references);
  },
  'Fn::Equals': (argument, references) => {
    const [one, other] = list(step(argument, references));
    return String(one) === String(other);
  },
  'Fn::Not': (argument, references) => !isTrue(list(argument)[0], references),
  'Fn::And': (argument, references) => list(argument).every((one) => isTrue(one, references)),
  'Fn::Or': (argument, references) => list(argument).some((one) => isTrue(one, references)),
};

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

function isTrue(condition: unknown, references: References): boolean {
  const name = isBody(condition) ? condition.Condition : undefined;
  if (typeof name !== 'string') return step(condition, references) === true;
  if (!(name in references.conditions)) throw new Error(`the template has no condition ${name}`);
  return isTrue(references.conditions[name], references);
}

function refer(name: string, { place, find }: References): unknown {
  const pseudo: { readonly [name: string]: unknown } = {
    'AWS::AccountId': place.account,
    'AWS::Region': place.region,
    'AWS::Partition': place.partition,
    'AWS::StackName': place.stackName,
    'AWS::URLSuffix': domainOf(place.partition),
    'AWS::NoValue': nothing,
  };
  if (name in pseudo) return pseudo[name];
  const found = find(name);
  if (!found) throw new Error(`the template refers to ${name}, which it does not have`);
  return found.ref;
}

function attribute([name = '', ...path]: readonly string[], { find }: References): string {
  const value = find(name)?.attributes[path.join('.')];
  if (value !== undefined) return value;
  throw new Error(`the template refers to ${name}.${path.join('.')}, which it does not have`);
}

/** `${Name}`, `${Name.Attribute}`, and `${!literal}`. */
function substitute(argument: unknown, references: References): string {
  const [text, given] = list(argument);
  const own = isBody(given) ? given : {};
  return String(text).replace(/\$\{(!?)([^}]+)\}/g, (_whole, escaped: string, name: string) => {
    if (escaped) return `\${${name}}`;
    if (name in own) return String(step(own[name], references));
    const path = name.trim().split('.');
    return path.length > 1 ? attribute(path, references) : String(refer(name.trim(), references));
  });
}
