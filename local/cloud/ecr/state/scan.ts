import {
  type Finding,
  type Image,
  type Registry,
  type Repository,
  repositoryArnOf,
} from './registry.ts';
import { severityCounts } from './wire.ts';

/** Which kind of scanning the registry has, and how the scan ended; well, unless told. */
export type ScanEnd = { readonly by?: 'basic' | 'enhanced'; readonly status?: string };

/** Keeps what a scan found and tells of it: basic scanning by ECR, enhanced scanning by Amazon Inspector. */
export function endScan(
  registry: Registry,
  repository: Repository,
  image: Image,
  findings: readonly Finding[],
  { by = 'basic', status }: ScanEnd,
): void {
  const isEnhanced = by === 'enhanced';
  image.findings = findings;
  image.scan = { by, status: status ?? (isEnhanced ? 'ACTIVE' : 'COMPLETE') };
  const arn = repositoryArnOf(registry.kernel, repository.repositoryName);
  registry.kernel.emit({
    source: isEnhanced ? 'aws.inspector2' : 'aws.ecr',
    'detail-type': isEnhanced ? 'Inspector2 Scan' : 'ECR Image Scan',
    resources: [arn],
    detail: {
      'scan-status': isEnhanced ? 'INITIAL_SCAN_COMPLETE' : image.scan.status,
      'repository-name': isEnhanced ? arn : repository.repositoryName,
      'finding-severity-counts': severityCounts(image),
      'image-digest': image.digest,
      'image-tags': [...image.tags],
    },
  });
}
