import { domainOf } from '../partition.ts';
import type { Kernel, Service } from '../types.ts';
import { batchDeleteImage } from './batch-delete-image.ts';
import { batchGetImage } from './batch-get-image.ts';
import { type Controls, createControls } from './controls.ts';
import { createRepository } from './create-repository.ts';
import { describeImageScanFindings } from './describe-image-scan-findings.ts';
import { describeImages } from './describe-images.ts';
import { describeRepositories } from './describe-repositories.ts';
import { getAuthorizationToken } from './get-authorization-token.ts';
import { lifecycleActions } from './lifecycle/index.ts';
import { listImages } from './list-images.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { neighbourActions } from './neighbours.ts';
import { putImage } from './put-image.ts';
import type { Registry } from './state/registry.ts';
import { tagResource } from './tag-resource.ts';
import { untagResource } from './untag-resource.ts';
import { updateImageStorageClass } from './update-image-storage-class.ts';

export type LocalEcr = Controls & { readonly service: Service };

/** A small ECR: repositories, images, tags, indexes; and what a task pulls. */
export function createEcr(kernel: Kernel): LocalEcr {
  const registry: Registry = {
    kernel,
    host: `${kernel.account}.dkr.ecr.${kernel.region}.${domainOf(kernel.partition)}`,
    repositories: new Map(),
  };
  return {
    ...createControls(registry),
    service: {
      name: 'ecr',
      actions: {
        BatchDeleteImage: batchDeleteImage(registry),
        BatchGetImage: batchGetImage(registry),
        CreateRepository: createRepository(registry),
        DescribeImages: describeImages(registry),
        DescribeImageScanFindings: describeImageScanFindings(registry),
        DescribeRepositories: describeRepositories(registry),
        GetAuthorizationToken: getAuthorizationToken(registry),
        ListImages: listImages(registry),
        ListTagsForResource: listTagsForResource(registry),
        ...lifecycleActions(registry),
        ...neighbourActions(registry),
        PutImage: putImage(registry),
        TagResource: tagResource(registry),
        UpdateImageStorageClass: updateImageStorageClass(registry),
        UntagResource: untagResource(registry),
      },
    },
  };
}
