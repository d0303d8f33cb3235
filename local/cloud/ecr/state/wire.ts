import type { Body } from '../../types.ts';
import type { Image, Registry, Repository } from './registry.ts';

export const repositoryInApi = ({ kernel }: Registry, repository: Repository): Body => ({
  repositoryArn: repository.repositoryArn,
  registryId: kernel.account,
  repositoryName: repository.repositoryName,
  repositoryUri: repository.repositoryUri,
  createdAt: repository.createdAt / 1_000,
  imageTagMutability: repository.imageTagMutability,
  imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
  encryptionConfiguration: { encryptionType: 'AES256' },
});

export const imageDetail = (
  { kernel }: Registry,
  { repositoryName }: Repository,
  image: Image,
): Body => ({
  registryId: kernel.account,
  repositoryName,
  imageDigest: image.digest,
  imageTags: image.tags.size > 0 ? [...image.tags] : undefined,
  imageSizeInBytes: image.sizeInBytes,
  imagePushedAt: image.pushedAt / 1_000,
  imageManifestMediaType: image.mediaType,
  artifactMediaType: image.artifactMediaType,
  lastRecordedPullTime: image.pulledAt === undefined ? undefined : image.pulledAt / 1_000,
  imageScanStatus: image.scan ? { status: image.scan.status } : undefined,
  imageScanFindingsSummary: image.findings
    ? { findingSeverityCounts: severityCounts(image) }
    : undefined,
  imageStatus: statusOf(image),
  subjectManifestDigest: image.subject,
  lastArchivedAt: image.archivedAt === undefined ? undefined : image.archivedAt / 1_000,
  lastActivatedAt: image.activatedAt === undefined ? undefined : image.activatedAt / 1_000,
});

export function statusOf({
  archivedAt,
  isActivating,
}: Image): 'ACTIVE' | 'ARCHIVED' | 'ACTIVATING' {
  if (archivedAt === undefined) return 'ACTIVE';
  return isActivating ? 'ACTIVATING' : 'ARCHIVED';
}

export function severityCounts({ findings = [] }: Image): { readonly [severity: string]: number } {
  const counts: { [severity: string]: number } = {};
  for (const { severity } of findings) counts[severity] = (counts[severity] ?? 0) + 1;
  return counts;
}
