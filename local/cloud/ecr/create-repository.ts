import { z } from 'zod';
import { action } from '../action.ts';
import { type ApiAction, ApiError } from '../types.ts';
import { type Registry, type Repository, repositoryArnOf } from './state/registry.ts';
import { repositoryInApi } from './state/wire.ts';

const Tag = z.looseObject({ Key: z.string().optional(), Value: z.string().optional() });

const Input = z.looseObject({
  repositoryName: z
    .string()
    .regex(/^[a-z0-9]+(?:[._-][a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-][a-z0-9]+)*)*$/),
  imageTagMutability: z.string().default('MUTABLE'),
  imageScanningConfiguration: z.looseObject({ scanOnPush: z.boolean().default(false) }).optional(),
  tags: z.array(Tag).default([]),
});

export function createRepository(registry: Registry): ApiAction {
  const { kernel, host, repositories } = registry;
  return action({
    input: Input,
    permissions: ({ repositoryName, tags }) => {
      const resource = repositoryArnOf(kernel, repositoryName);
      const tagging = tags.length > 0 ? [{ action: 'ecr:TagResource', resource }] : [];
      return [{ action: 'ecr:CreateRepository', resource }, ...tagging];
    },
    answer: ({ repositoryName, imageTagMutability, imageScanningConfiguration, tags }) => {
      if (repositories.has(repositoryName)) {
        throw new ApiError(
          'RepositoryAlreadyExistsException',
          `The repository with name '${repositoryName}' already exists in the registry with id '${kernel.account}'`,
        );
      }
      const repository: Repository = {
        repositoryArn: repositoryArnOf(kernel, repositoryName),
        repositoryName,
        repositoryUri: `${host}/${repositoryName}`,
        createdAt: kernel.time.now(),
        imageTagMutability,
        scanOnPush: imageScanningConfiguration?.scanOnPush ?? false,
        tags,
        images: new Map(),
      };
      repositories.set(repositoryName, repository);
      return { repository: repositoryInApi(registry, repository) };
    },
  });
}
