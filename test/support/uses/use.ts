import { runs } from '../cleanups.ts';
import type { Scene } from '../scene.ts';

/** Who uses the image `shop/web:used`, what the ledger says of it, and how that comes about. */
export type Use = readonly [
  name: string,
  evidence: RegExp,
  use: (scene: Scene, image: string) => Promise<unknown>,
];

export const cluster = 'arn:aws:ecs:us-east-1:123456789012:cluster/prod';
export const RoleArn = 'arn:aws:iam::123456789012:role/launcher';
export const arnOf = (name: string) => `arn:aws:ecs:us-east-1:123456789012:task-definition/${name}`;

/** A first revision with that image, and a second one with another: nothing but what refers to the first protects it. */
export async function define(scene: Scene, family: string, image: string): Promise<string> {
  await runs(scene, family, image);
  await runs(scene, family, 'public.ecr.aws/shop/other:1');
  return arnOf(`${family}:1`);
}

/** The tag goes to another image: what is left is a digest. */
export const moveTag = ({ cloud }: Scene) =>
  cloud.ecr.push({ repository: 'shop/web', tag: 'used', content: 'another' });
