import { z } from 'zod';
import { normalise } from '../../../shared/config/normalise.ts';
import { deployed } from '../../../shared/config/stack/deployed.ts';
import type { Config } from '../../../shared/config/types.ts';
import { Provider, readFunction, WrittenFunction } from './functions.ts';
import { evaluate, type References } from './intrinsics.ts';
import { Output, readOutputs } from './outputs.ts';
import { nameOfResource, type Physical, type Place, physicalOf } from './physical.ts';
import { Resource, readResources } from './resources.ts';
import type { Template } from './types.ts';
import { resolveVariables, type VariableSources } from './variables.ts';
import { parseTemplate } from './yaml.ts';

export type { Template } from './types.ts';

const Written = z.looseObject({
  service: z.string(),
  provider: z.looseObject({}),
  functions: z.record(z.string(), z.unknown()).optional(),
  resources: z
    .looseObject({
      Resources: z.record(z.string(), Resource).optional(),
      Outputs: z.record(z.string(), z.unknown()).optional(),
      Conditions: z.record(z.string(), z.unknown()).optional(),
      Parameters: z
        .record(
          z.string(),
          z.looseObject({ Default: z.union([z.string(), z.number()]).optional() }),
        )
        .optional(),
    })
    .optional(),
});

export type TemplateOptions = {
  readonly stage?: string;
  readonly region?: string;
  readonly account?: string;
  readonly partition?: string;
  readonly options?: { readonly [name: string]: string };
  readonly params?: { readonly [name: string]: string };
  readonly environment?: { readonly [name: string]: string };
  readonly readFile?: (path: string) => unknown;
  /** The `deckhand.yml` that it is deployed with; all defaults without. */
  readonly config?: Config;
};

/**
 * Reads the text of a `serverless.yml`: variables and CloudFormation's functions are resolved for the local
 * account. Throws for whatever it does not understand, rather than leave it out.
 */
export function readTemplate(text: string, options: TemplateOptions = {}): Template {
  const { stage, region, account } = whereabouts(text, options);
  const sources = { ...sourcesOf(text, options), stage, region, account };
  const whole = resolveVariables(sources.document, sources);
  const written = Written.parse(deployed(whole, options.config ?? normalise({})));
  const partition = options.partition ?? 'aws';
  const place = { account, region, partition, stackName: `${written.service}-${stage}` };
  const references = referencesOf(written, place);
  const provider = Provider.parse(evaluate(written.provider, references));
  const functions = Object.entries(written.functions ?? {}).map(([name, fn]) =>
    readFunction(name, WrittenFunction.parse(evaluate(fn, references)), provider, place),
  );
  const resources = z
    .record(z.string(), Resource)
    .parse(evaluate(written.resources?.Resources ?? {}, references));
  const outputs = z
    .record(z.string(), Output)
    .parse(evaluate(written.resources?.Outputs ?? {}, references));
  return {
    ...place,
    functions,
    resources: readResources(resources, place),
    outputs: readOutputs(outputs),
  };
}

function sourcesOf(text: string, options: TemplateOptions): VariableSources {
  const { stage, region, account = '123456789012' } = options;
  return {
    document: parseTemplate(text),
    stage: stage ?? 'dev',
    region: region ?? 'us-east-1',
    account,
    options: { ...(stage && { stage }), ...(region && { region }), ...options.options },
    params: options.params ?? {},
    environment: options.environment ?? {},
    readFile: options.readFile ?? noFile,
  };
}

/** Stage and region: as told, or as `provider` says. */
function whereabouts(text: string, options: TemplateOptions) {
  const sources = sourcesOf(text, options);
  const { provider } = Written.pick({ provider: true }).parse(sources.document);
  const { stage, region } = z
    .object({ stage: z.string().optional(), region: z.string().optional() })
    .parse(resolveVariables({ stage: provider.stage, region: provider.region }, sources));
  return {
    stage: options.stage ?? stage ?? sources.stage,
    region: options.region ?? region ?? sources.region,
    account: sources.account,
  };
}

function noFile(path: string): never {
  throw new Error(`serverless.yml reads ${path}; give readTemplate a way to`);
}

function referencesOf(written: z.infer<typeof Written>, place: Place): References {
  const { Resources = {}, Conditions = {}, Parameters = {} } = written.resources ?? {};
  const references: References = { place, find, conditions: Conditions };

  function find(logicalId: string): Physical | undefined {
    const parameter = Parameters[logicalId];
    if (parameter) return { ref: String(parameter.Default ?? ''), attributes: {} };
    const resource = Resources[logicalId] ?? functionResource(logicalId);
    if (!resource) return undefined;
    // Only the name is needed, and a name may itself refer to others.
    const Properties = Object.fromEntries(
      Object.entries(resource.Properties ?? {})
        .filter(([key]) => /Name$|^Fifo/.test(key))
        .map(([key, value]) => [key, evaluate(value, references)]),
    );
    const name = nameOfResource(logicalId, { Type: resource.Type, Properties }, place);
    return physicalOf(resource.Type, name, place);
  }

  /** Serverless calls the function `taskStopped` `TaskStoppedLambdaFunction`. */
  function functionResource(logicalId: string): z.infer<typeof Resource> | undefined {
    const name = Object.keys(written.functions ?? {}).find(
      (key) => `${logicalName(key)}LambdaFunction` === logicalId,
    );
    if (name === undefined) return undefined;
    const FunctionName = `${place.stackName}-${name}`;
    return { Type: 'AWS::Lambda::Function', Properties: { FunctionName } };
  }

  return references;
}

const logicalName = (key: string): string =>
  `${key.charAt(0).toUpperCase()}${key.slice(1)}`
    .replaceAll('-', 'Dash')
    .replaceAll('_', 'Underscore');
