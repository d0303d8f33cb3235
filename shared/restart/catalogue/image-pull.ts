import type { Cause } from '../../config/types.ts';

const pull = 'CannotPullContainer';
const guide = 'AWS docs: ECS developer guide, task_cannot_pull_image';
const agent = 'ECS agent source, error_messages.go';

/** The image could not be fetched. From what is certain to what is only likely. */
export const imagePull: readonly Cause[] = [
  {
    id: 'image-rate-limited',
    when: {
      anyReason: ['toomanyrequests', 'You have reached your*pull rate limit'],
      allOf: [pull],
    },
    cause: "The registry's pull limit is used up (Docker Hub)",
    class: 'capacity',
    restarts: 'bounded',
    minDelayMs: 15 * 60_000,
    hint: 'Pull through ECR instead (aws ecr create-pull-through-cache-rule for Docker Hub), or log in with repositoryCredentials for a higher limit. Trying again before the limit renews only uses up more of it.',
    source: guide,
  },
  {
    id: 'registry-login-failed',
    when: {
      anyReason: [
        'pull access denied',
        'CannotPullContainerAuthError',
        'CannotPullECRContainerError*auth',
      ],
      allOf: ['CannotPull'],
    },
    cause: 'The registry did not accept our login',
    class: 'permanent',
    restarts: 0,
    hint: "Check the image's spelling first: a registry says the same of an image that does not exist. For a private registry set repositoryCredentials in the container definition and let the execution role read that secret; for ECR in another account add a repository policy there.",
    source: `${guide}; ${agent}`,
  },
  {
    id: 'image-pull-not-allowed',
    when: {
      anyReason: ['not authorized to perform: ecr:', 'Check that the role has the permissions'],
      allOf: [pull],
    },
    cause: 'The role may not pull from this ECR repository',
    class: 'permanent',
    restarts: 0,
    hint: 'Attach AmazonECSTaskExecutionRolePolicy to the task execution role (on EC2 without one: to the instance role). Across accounts the repository policy must allow ecr:BatchGetImage and ecr:GetDownloadUrlForLayer, too.',
    source: `${guide}; ${agent}`,
  },
  {
    id: 'image-wrong-platform',
    when: { anyReason: ['does not contain descriptor matching platform'], allOf: [pull] },
    cause: 'The image was not built for this CPU architecture or operating system',
    class: 'permanent',
    restarts: 0,
    hint: 'Build for it (docker buildx build --platform linux/amd64,linux/arm64), or set runtimePlatform.cpuArchitecture in the task definition to what the image is.',
    source: 'General knowledge, not checked in AWS docs',
  },
  {
    id: 'image-no-disk-fargate',
    when: {
      anyReason: ['no space left on device'],
      allOf: [pull],
      launchType: ['FARGATE'],
    },
    cause: "The image does not fit on the task's disk",
    class: 'permanent',
    restarts: 0,
    hint: 'Raise ephemeralStorage.sizeInGiB in the task definition (20 by default, up to 200), or make the image smaller.',
    source: guide,
  },
  {
    id: 'image-no-disk-host',
    when: { anyReason: ['no space left on device'], allOf: [pull] },
    cause: "The image does not fit on the host's disk",
    class: 'transient',
    restarts: 1,
    hint: 'Another host may have room. On this one run docker system prune; then lower ECS_IMAGE_CLEANUP_INTERVAL and ECS_IMAGE_MINIMUM_CLEANUP_AGE, or enlarge the root volume in the launch template.',
    source: guide,
  },
  {
    id: 'image-no-route-to-layers',
    when: { anyReason: ['panic: runtime error: invalid memory address'], allOf: [pull] },
    cause: 'There is no route to S3, where ECR keeps the layers',
    class: 'permanent',
    restarts: 0,
    hint: "Add an S3 gateway endpoint to the subnet's route table, and let the security group out on 443.",
    source: guide,
  },
  {
    id: 'image-configuration-not-pulled',
    when: { anyReason: ['error pulling image conf'], allOf: [pull] },
    cause: "The image's configuration could not be fetched: a rate limit, or the network",
    class: 'transient',
    restarts: 2,
    hint: 'If it stays, look at the registry: a pull limit (use an ECR pull-through cache), a blocked CDN host, or a proxy that drops redirects.',
    source: guide,
  },
  {
    id: 'image-layer-not-copied',
    when: { anyReason: ['httpRead*Seeker: failed open'], allOf: [pull] },
    cause: 'A layer of the image could not be copied',
    class: 'transient',
    restarts: 2,
    hint: "Check the S3 gateway endpoint's policy (it must allow the region's prod-…-starport-layer-bucket), and any proxy between the task and S3.",
    source: guide,
  },
];
