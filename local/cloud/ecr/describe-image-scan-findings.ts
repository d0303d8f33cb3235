import { z } from 'zod';
import { page } from '../action.ts';
import { type ApiAction, ApiError } from '../types.ts';
import { imageOf } from './describe-images.ts';
import { ImageIdentifier } from './state/image-ids.ts';
import type { Registry } from './state/registry.ts';
import { repositoryAction } from './state/repository-action.ts';
import { severityCounts } from './state/wire.ts';

const Input = z.looseObject({
  repositoryName: z.string(),
  imageId: ImageIdentifier,
  maxResults: z.number().default(100),
  nextToken: z.string().optional(),
});

export function describeImageScanFindings(registry: Registry): ApiAction {
  return repositoryAction(registry, 'DescribeImageScanFindings', Input, (repository, input) => {
    const image = imageOf(registry, repository, input.imageId);
    const { findings, scan } = image;
    if (!findings || !scan) {
      throw new ApiError(
        'ScanNotFoundException',
        `Image scan does not exist for the image with '${image.digest}'`,
      );
    }
    const shown = page(findings, input.nextToken, input.maxResults);
    const enhanced = shown.items.map(({ name, severity }) => ({ title: name, severity }));
    return {
      registryId: registry.kernel.account,
      repositoryName: repository.repositoryName,
      imageId: { imageDigest: image.digest, imageTag: input.imageId.imageTag },
      imageScanStatus: { status: scan.status },
      imageScanFindings: {
        ...(scan.by === 'enhanced' ? { enhancedFindings: enhanced } : { findings: shown.items }),
        findingSeverityCounts: severityCounts(image),
      },
      nextToken: shown.nextToken,
    };
  });
}
