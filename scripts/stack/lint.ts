import type { Resource } from './template.ts';

/**
 * Actions that cfn-lint (1.58.0) does not know yet, and takes for misspelt: W3037. CloudWatch has an API of that name,
 * and IAM calls actions after their APIs.
 * Source: Amazon CloudWatch API Reference, DescribeAlarmContributors.
 */
const unknownToLint = ['cloudwatch:DescribeAlarmContributors'];

/** Tells cfn-lint so, on the role that holds such an action and on no other resource. */
export function lintable(resource: Resource): Resource {
  if (resource.Type !== 'AWS::IAM::Role') return resource;
  const text = JSON.stringify(resource.Properties);
  if (!unknownToLint.some((action) => text.includes(`"${action}"`))) return resource;
  return { ...resource, Metadata: { 'cfn-lint': { config: { ignore_checks: ['W3037'] } } } };
}
