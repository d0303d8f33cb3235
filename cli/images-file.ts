import * as z from 'zod';
import type { Repository } from '../shared/cleanup/facts.ts';
import type { EcrImage, ImageManifest } from '../shared/core/ecr-image.ts';
import { BadInput } from '../shared/core/errors.ts';
import { readManifest } from '../shared/core/image-manifest.ts';
import type { Gap, Use } from '../shared/core/use.ts';
import { momentOf, readAs } from './given.ts';

/** A time as the `aws` command prints it: ISO 8601, or seconds since 1970. */
const Time = z.union([z.string(), z.number()]).transform((value, context) => {
  const moment = momentOf(value);
  if (moment !== null) return moment;
  context.addIssue({ code: 'custom', message: 'expected a time: ISO 8601, or seconds since 1970' });
  return z.NEVER;
});

const Digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, {
  error: 'expected sha256: and 64 hexadecimal digits',
});

/** What DescribeImages says of an image. Source: Amazon ECR API reference, ImageDetail. */
const ImageDetail = z.object({
  registryId: z.string().optional(),
  repositoryName: z.string().optional(),
  imageDigest: Digest,
  imageTags: z.array(z.string()).nullish(),
  imageSizeInBytes: z.number().nullish(),
  imagePushedAt: Time,
  imageManifestMediaType: z.string().nullish(),
  artifactMediaType: z.string().nullish(),
  lastRecordedPullTime: Time.nullish(),
  subjectManifestDigest: z.string().nullish(),
  imageStatus: z.enum(['ACTIVE', 'ARCHIVED', 'ACTIVATING']).nullish(),
  lastArchivedAt: Time.nullish(),
  lastActivatedAt: Time.nullish(),
});

const Listing = z.object({
  imageDetails: z.array(ImageDetail),
  nextToken: z.string().nullish(),
  NextToken: z.string().nullish(),
});

/** A repository as a file of `aws ecr describe-images` tells it. */
export type Listed = {
  readonly repository: Repository;
  readonly images: readonly EcrImage[];
  readonly gaps: readonly Gap[];
};

/** Reads what `aws ecr describe-images` printed. Throws `BadInput` of one line. */
export function readImages(text: string, name: string): Listed {
  const { imageDetails, nextToken, NextToken } = readAs(Listing, text, name);
  const digests = new Set<string>();
  for (const [index, { imageDigest }] of imageDetails.entries()) {
    if (digests.has(imageDigest)) {
      throw new BadInput(
        `${name}: imageDetails[${index}]: ${imageDigest} stands further up already`,
      );
    }
    digests.add(imageDigest);
  }
  const account = onlyOne(
    imageDetails.map(({ registryId }) => registryId),
    `${name}: registryId`,
  );
  const repository = onlyOne(
    imageDetails.map(({ repositoryName }) => repositoryName),
    `${name}: repositoryName`,
  );
  const isCut = Boolean(nextToken ?? NextToken);
  return {
    repository: { ...(account && { account }), ...(repository && { name: repository }) },
    images: imageDetails.map(imageOf),
    gaps: isCut
      ? [{ source: 'given', why: `${name} is not the whole list: it has a nextToken` }]
      : [],
  };
}

function onlyOne(values: readonly (string | undefined)[], what: string): string | undefined {
  const [first, second] = new Set(values.filter((value) => value !== undefined));
  if (second === undefined) return first;
  throw new BadInput(
    `${what}: expected the images of one repository, found ${first} and ${second}`,
  );
}

function imageOf(detail: z.infer<typeof ImageDetail>): EcrImage {
  const status = detail.imageStatus ?? 'ACTIVE';
  const {
    imageManifestMediaType: mediaType,
    artifactMediaType: artifactType,
    lastRecordedPullTime: lastPulledAt,
    subjectManifestDigest: subject,
    lastArchivedAt: archivedAt,
    lastActivatedAt: activatedAt,
  } = detail;
  return {
    digest: detail.imageDigest,
    tags: detail.imageTags ?? [],
    sizeBytes: detail.imageSizeInBytes ?? 0,
    pushedAt: detail.imagePushedAt,
    status,
    storageClass: status === 'ACTIVE' ? 'standard' : 'archive',
    ...(mediaType && { mediaType }),
    ...(artifactType && { artifactType }),
    ...(lastPulledAt && { lastPulledAt }),
    ...(subject && { subject }),
    ...(archivedAt && { archivedAt }),
    ...(activatedAt && { activatedAt }),
  };
}

const Uses = z.array(
  z.strictObject({
    image: z.string(),
    by: z.string().optional(),
  }),
);

/** Reads `[{image, by}]`. Throws `BadInput` of one line. */
export const readUses = (text: string, name: string): readonly Use[] =>
  readAs(Uses, text, name).map(({ image, by = `given by ${name}` }) => ({
    image,
    by,
    source: 'given',
  }));

const Manifests = z.object({
  images: z.array(
    z.object({ imageId: z.object({ imageDigest: Digest }), imageManifest: z.string() }),
  ),
});

/** Reads what `aws ecr batch-get-image` printed. Throws `BadInput` of one line. */
export const readManifests = (text: string, name: string): readonly ImageManifest[] =>
  readAs(Manifests, text, name).images.flatMap(
    ({ imageId, imageManifest }) => readManifest(imageId.imageDigest, imageManifest) ?? [],
  );
