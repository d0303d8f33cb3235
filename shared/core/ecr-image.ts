/** An image as Amazon ECR's DescribeImages tells it: one digest with all its tags. Times are ISO 8601 with zone. */
export type EcrImage = {
  readonly digest: string;
  readonly tags: readonly string[];
  /** Compressed; of an index, the size of its largest manifest, as ECR counts it. */
  readonly sizeBytes: number;
  readonly pushedAt: string;
  readonly status: 'ACTIVE' | 'ARCHIVED' | 'ACTIVATING';
  readonly storageClass: 'standard' | 'archive';
  readonly mediaType?: string;
  readonly artifactType?: string;
  /** Refreshed at least once a day; absent where nobody ever pulled it. */
  readonly lastPulledAt?: string;
  /** Digest of the image that this signature, SBOM or attestation is about. */
  readonly subject?: string;
  readonly archivedAt?: string;
  /** When it last came back from the archive. */
  readonly activatedAt?: string;
};

/** What a manifest names: an index its children, an image its layers (configuration included). */
export type ImageManifest = {
  readonly digest: string;
  readonly children: readonly string[];
  readonly layers: readonly Layer[];
};

export type Layer = { readonly digest: string; readonly sizeBytes: number };

/** Docker's manifest list and OCI's image index, both of which name other manifests. */
const indexTypes: readonly string[] = [
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.index.v1+json',
];

const plainTypes: readonly string[] = [
  'application/vnd.docker.distribution.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v1+prettyjws',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
];

/** Whether an image is an index; `unknown` where ECR does not say what it is, or says what we do not know. */
export function isIndex({ mediaType }: Pick<EcrImage, 'mediaType'>): boolean | 'unknown' {
  if (mediaType === undefined) return 'unknown';
  if (indexTypes.includes(mediaType)) return true;
  return plainTypes.includes(mediaType) ? false : 'unknown';
}

/** What images take together: a layer that several of them share counts once. */
export function uniqueBytes(manifests: Iterable<ImageManifest>): number {
  const sizes = new Map<string, number>();
  for (const { layers } of manifests) {
    for (const { digest, sizeBytes } of layers) sizes.set(digest, sizeBytes);
  }
  let bytes = 0;
  for (const sizeBytes of sizes.values()) bytes += sizeBytes;
  return bytes;
}
