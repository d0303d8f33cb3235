import type { LifecycleRule } from '../../../../shared/config/types/lifecycle-policy.ts';
import type { Body } from '../../types.ts';
import type { Registry, Repository } from '../state/registry.ts';
import type { Marked } from './judge.ts';
import type { Lifecycle } from './policy.ts';

/** So many images one event tells of; more make several. */
const perEvent = 10;

/**
 * What ECR did by itself, or would have done, as CloudTrail tells it: who did it is AWS.
 * Source: Amazon ECR User Guide, "Logging Amazon ECR actions with AWS CloudTrail", the example of a lifecycle policy.
 */
export function tellExecution(
  registry: Registry,
  repository: Repository,
  eventName: 'PolicyExecutionEvent' | 'DryRunEvent',
  lifecycle: Pick<Lifecycle, 'policy' | 'id' | 'lastEvaluatedAt'>,
  marked: readonly Marked[],
): void {
  const groups = Array.from({ length: Math.max(1, Math.ceil(marked.length / perEvent)) }, (_, at) =>
    marked.slice(at * perEvent, (at + 1) * perEvent),
  );
  for (const group of groups) {
    registry.kernel.emit({
      source: 'aws.ecr',
      'detail-type': 'AWS Service Event via CloudTrail',
      detail: {
        ...envelope(registry, repository, eventName),
        serviceEventDetails: {
          repositoryName: repository.repositoryName,
          lifecycleEventPolicy: policyInEvent(lifecycle),
          lifecycleEventImageActions: group.map(actionInEvent),
          lifecycleEventFailureDetails: [],
        },
      },
    });
  }
}

const envelope = (
  { kernel }: Registry,
  { repositoryArn }: Repository,
  eventName: string,
): Body => ({
  eventVersion: '1.11',
  userIdentity: { accountId: kernel.account, invokedBy: 'AWS Internal' },
  eventTime: new Date(kernel.time.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
  eventSource: 'ecr.amazonaws.com',
  eventName,
  awsRegion: kernel.region,
  sourceIPAddress: 'AWS Internal',
  userAgent: 'AWS Internal',
  requestParameters: null,
  responseElements: null,
  eventID: kernel.dice.uuid(),
  readOnly: true,
  resources: [{ ARN: repositoryArn, accountId: kernel.account, type: 'AWS::ECR::Repository' }],
  eventType: 'AwsServiceEvent',
  managementEvent: true,
  recipientAccountId: kernel.account,
  eventCategory: 'Management',
});

const policyInEvent = ({
  policy,
  id,
  lastEvaluatedAt,
}: Pick<Lifecycle, 'policy' | 'id' | 'lastEvaluatedAt'>): Body => ({
  lifecycleEventRules: policy.rules.map(ruleInEvent),
  lastEvaluatedAt,
  policyVersion: 1,
  policyId: id,
});

/** In CloudTrail the words are others than in the policy. */
const words = {
  ...{ tagged: 'Tagged', untagged: 'Untagged', any: 'Any' },
  imageCountMoreThan: 'Image count more than',
  sinceImagePushed: 'Time since image pushed',
  sinceImagePulled: 'Time since image pulled',
  sinceImageTransitioned: 'Time since image transitioned',
} as const;

const ruleInEvent = ({ rulePriority, description, selection, action }: LifecycleRule): Body => ({
  rulePriority,
  description,
  lifecycleEventSelection: {
    tagStatus: words[selection.tagStatus],
    tagPrefixList: selection.tagPrefixList ?? [],
    tagPatternList: selection.tagPatternList ?? [],
    countType: words[selection.countType],
    ...(selection.countUnit ? { countUnit: 'Days' } : {}),
    countNumber: selection.countNumber,
  },
  action: action.type,
});

const actionInEvent = ({ image, rule }: Marked): Body => ({
  lifecycleEventImage: {
    digest: image.digest,
    tagStatus: image.tags.size > 0 ? 'Tagged' : 'Untagged',
    tagList: [...image.tags].slice(0, 100),
    pushedAt: image.pushedAt,
  },
  rulePriority: rule.rulePriority,
});
