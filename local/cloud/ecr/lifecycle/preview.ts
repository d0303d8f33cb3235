import { z } from 'zod';
import type { LifecyclePolicy } from '../../../../shared/config/types/lifecycle-policy.ts';
import { page } from '../../action.ts';
import { type ApiAction, ApiError, type Body } from '../../types.ts';
import { ImageIdentifier, passes, TagFilter } from '../state/image-ids.ts';
import type { ImageId, Registry, Repository } from '../state/registry.ts';
import { repositoryAction } from '../state/repository-action.ts';
import { type Marked, markedBy } from './judge.ts';
import { type Lifecycle, policyIn } from './policy.ts';
import { tellExecution } from './service-event.ts';

/** How long a preview takes here; AWS names no figure. */
const takesMs = 20_000;

/** After so long its results are gone; the status is AWS's, the time is inferred. */
const keptMs = 24 * 60 * 60 * 1_000;

/** One preview of a repository; the next one takes its place. */
type Preview = {
  readonly text: string;
  status: 'IN_PROGRESS' | 'COMPLETE' | 'EXPIRED';
  results: readonly Result[];
};

type Result = {
  readonly imageTags: readonly string[];
  readonly imageDigest: string;
  readonly imagePushedAt: number;
  readonly action: { readonly type: 'EXPIRE' | 'TRANSITION'; readonly targetStorageClass?: string };
  readonly appliedRulePriority: number;
  readonly storageClass: 'STANDARD' | 'ARCHIVE';
};

const Start = z.looseObject({
  repositoryName: z.string(),
  lifecyclePolicyText: z.string().min(100).max(30_720).optional(),
});

const Get = z.looseObject({
  repositoryName: z.string(),
  imageIds: z.array(ImageIdentifier).min(1).max(100).optional(),
  filter: TagFilter.optional(),
  maxResults: z.number().min(1).max(100).default(100),
  nextToken: z.string().optional(),
});

/** Says what a policy would do, and does nothing: asked for in one call, told in another once it is worked out. */
export function previewActions(
  registry: Registry,
  lifecycleOf: (repository: Repository) => Lifecycle,
): { readonly [action: string]: ApiAction } {
  const previews = new Map<string, Preview>();
  return {
    StartLifecyclePolicyPreview: repositoryAction(
      registry,
      'StartLifecyclePolicyPreview',
      Start,
      (repository, { lifecyclePolicyText }) => {
        const { repositoryName } = repository;
        if (previews.get(repositoryName)?.status === 'IN_PROGRESS') throw inProgress(repository);
        const text = lifecyclePolicyText ?? lifecycleOf(repository).text;
        const preview: Preview = { text, status: 'IN_PROGRESS', results: [] };
        previews.set(repositoryName, preview);
        workOut(registry, repository, preview, policyIn(text));
        return shown(registry, repositoryName, preview);
      },
    ),
    GetLifecyclePolicyPreview: repositoryAction(
      registry,
      'GetLifecyclePolicyPreview',
      Get,
      ({ repositoryName }, input) => {
        const preview = previews.get(repositoryName);
        if (preview)
          return { ...shown(registry, repositoryName, preview), ...told(preview, input) };
        throw new ApiError(
          'LifecyclePolicyPreviewNotFoundException',
          `Lifecycle policy preview does not exist for the repository with name '${repositoryName}' in the registry ` +
            `with id '${registry.kernel.account}'`,
        );
      },
    ),
  };
}

function workOut(
  registry: Registry,
  repository: Repository,
  preview: Preview,
  policy: LifecyclePolicy,
): void {
  const { time, dice } = registry.kernel;
  time.after(takesMs, `the preview for ${repository.repositoryName}`, () => {
    const marked = markedBy(policy, repository, time.now());
    preview.results = marked.map(resultOf);
    preview.status = 'COMPLETE';
    const dryRun = { policy, id: dice.uuid(), lastEvaluatedAt: time.now() };
    tellExecution(registry, repository, 'DryRunEvent', dryRun, marked);
    time.after(keptMs, `the end of a preview for ${repository.repositoryName}`, () => {
      preview.status = 'EXPIRED';
      preview.results = [];
    });
  });
}

const resultOf = ({ image, rule }: Marked): Result => ({
  imageTags: [...image.tags],
  imageDigest: image.digest,
  imagePushedAt: image.pushedAt / 1_000,
  action:
    rule.action.type === 'expire'
      ? { type: 'EXPIRE' }
      : { type: 'TRANSITION', targetStorageClass: 'ARCHIVE' },
  appliedRulePriority: rule.rulePriority,
  storageClass: rule.selection.storageClass === 'archive' ? 'ARCHIVE' : 'STANDARD',
});

const shown = ({ kernel }: Registry, repositoryName: string, preview: Preview): Body => ({
  registryId: kernel.account,
  repositoryName,
  lifecyclePolicyText: preview.text,
  status: preview.status,
});

/** Its results and how many there are, once there are any to be told. */
function told(
  { status, results }: Preview,
  { imageIds, filter, nextToken, maxResults }: z.infer<typeof Get>,
): Body {
  if (status !== 'COMPLETE') return {};
  const wanted = results.filter(
    (result) =>
      passes(filter, new Set(result.imageTags)) &&
      (imageIds?.some((id) => isAbout(result, id)) ?? true),
  );
  const { items, nextToken: next } = page(wanted, nextToken, maxResults);
  const imageTotalCount = results.filter(({ action }) => action.type === 'TRANSITION').length;
  return {
    previewResults: items,
    nextToken: next,
    summary: {
      expiringImageTotalCount: results.length - imageTotalCount,
      ...(imageTotalCount === 0
        ? {}
        : {
            transitioningImageTotalCounts: [{ targetStorageClass: 'ARCHIVE', imageTotalCount }],
          }),
    },
  };
}

const isAbout = (result: Result, { imageDigest, imageTag }: ImageId): boolean =>
  (imageDigest === undefined || result.imageDigest === imageDigest) &&
  (imageTag === undefined || result.imageTags.includes(imageTag));

const inProgress = ({ repositoryName }: Repository): ApiError =>
  new ApiError(
    'LifecyclePolicyPreviewInProgressException',
    `A lifecycle policy preview for the repository with name '${repositoryName}' is in progress`,
  );
