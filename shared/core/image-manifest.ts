import * as z from 'zod/mini';
import type { ImageManifest, Layer } from './ecr-image.ts';
import { lenient } from './lenient.ts';

/** OCI image specification, content descriptors. */
const Descriptor = z.object({ digest: z.string(), size: z.optional(z.number()) });

const Manifest = z.object({
  manifests: lenient(z.array(Descriptor)),
  layers: lenient(z.array(Descriptor)),
  config: lenient(Descriptor),
});

/**
 * Reads the text of a manifest, as BatchGetImage hands it out. `null` for what is none, or lists neither manifests
 * nor layers: what belongs to such an image is not known.
 */
export function readManifest(digest: string, text: string): ImageManifest | null {
  const { success, data } = z.safeParse(Manifest, parsed(text));
  if (!success || (!data.manifests && !data.layers)) return null;
  const children = (data.manifests ?? []).map((child) => child.digest);
  const layers = [...(data.layers ?? []), ...(data.config ? [data.config] : [])];
  return {
    digest,
    children,
    layers: layers.map((layer): Layer => ({ digest: layer.digest, sizeBytes: layer.size ?? 0 })),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
