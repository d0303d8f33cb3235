import { acting, hour, reportDefinition, type Scene } from './scene.ts';

export const day = 24 * hour;

/** Everything older than a day may go; nothing but use protects an image. */
export const sweeping = (more = '') => ({
  ...acting(`
cleanup:
  schedule: rate(1 day)
  onPush: false
  rules:
    - match: { repository: shop/* }
      lifecyclePolicy:
        rules:
          - rulePriority: 1
            selection: { tagStatus: any, countType: sinceImagePushed, countUnit: days, countNumber: 1 }
            action: { type: expire }
      protect: { minAge: 1h, previousRevisions: 1, usedWithin: 1d }
      caps: { maxImages: 500, maxPercent: 100, keepAtLeast: 0 }
${more}`),
  start: '2026-03-01T09:00:00Z',
});

export const digestsIn = async ({ call }: Scene, repositoryName = 'shop/web') => {
  const { imageDetails } = await call('ecr', 'DescribeImages', { repositoryName });
  return Array.isArray(imageDetails) ? imageDetails.map(({ imageDigest }) => imageDigest) : [];
};

export const runs = async (scene: Scene, family: string, image: string) => {
  const [container] = reportDefinition.containerDefinitions;
  await scene.register({
    ...reportDefinition,
    family,
    containerDefinitions: [{ ...container, image }],
  });
};
