import type { Cause } from '../../config/types.ts';

const pull = 'CannotPullContainer';
const manifest = 'pull image manifest has been retried';
const guide = 'AWS docs: ECS developer guide, task_cannot_pull_image';
const agent = 'ECS agent source, error_messages.go';

/** The image is not there, or the registry could not be reached. Asked after `imagePull`. */
export const imageReach: readonly Cause[] = [
  {
    id: 'image-not-found',
    when: {
      anyReason: [
        'not found',
        'manifest unknown',
        'Check whether the image exists',
        'requested access to the resource is denied',
        'name unknown',
      ],
      allOf: [pull],
    },
    cause: 'The image or its tag does not exist in the registry',
    class: 'permanent',
    restarts: 0,
    hint: 'Compare the image in the task definition with aws ecr describe-images: a typing error, another region or account, or a tag that a lifecycle policy removed. Push it again, or roll back; pin by digest so that a tag cannot vanish from under you.',
    source: agent,
  },
  {
    id: 'image-manifest-timeout',
    when: {
      anyReason: [
        'i/o timeout',
        'dial tcp',
        'TLS handshake timeout',
        'deadline exceeded',
        'request canceled',
        'Client.Timeout',
      ],
      allOf: [pull, manifest],
    },
    cause: 'The registry did not answer when asked for the image, over several tries',
    class: 'transient',
    restarts: 1,
    hint: 'ECS has already retried. Check the route from the subnet: NAT gateway or public IP, or the ecr.api, ecr.dkr and S3 endpoints, and their security groups.',
    source: guide,
  },
  {
    id: 'image-manifest-not-resolved',
    when: { anyReason: [manifest], allOf: [pull] },
    cause: 'The image reference could not be resolved to a digest',
    class: 'permanent',
    restarts: 0,
    hint: "Check that the tag still exists. With a service's version consistency, tasks keep asking for the digest that the deployment began with: if it was deleted, start a new deployment. Do not deploy :latest.",
    source: guide,
  },
  {
    id: 'registry-no-internet-route',
    when: {
      anyReason: [
        'request canceled while waiting for connection',
        'Check your network configuration',
      ],
      allOf: [pull],
    },
    cause: 'No connection to the registry: the subnet has no way out',
    class: 'permanent',
    restarts: 1,
    hint: 'In a public subnet run with assignPublicIp=ENABLED; in a private one add a NAT gateway, or the ecr.api, ecr.dkr and S3 endpoints for images in ECR.',
    source: `${guide}; ${agent}`,
  },
  {
    id: 'image-pull-timed-out',
    when: { anyReason: ['context canceled', 'context deadline exceeded'], allOf: [pull] },
    cause: 'Pulling the image took too long or was broken off',
    class: 'transient',
    restarts: 1,
    hint: 'Often a missing S3 gateway endpoint or a blocked port 443. For very large images on EC2 raise ECS_IMAGE_PULL_INACTIVITY_TIMEOUT.',
    source: guide,
  },
  {
    id: 'registry-network-timeout',
    when: { anyReason: ['i/o timeout', 'dial tcp', 'TLS handshake timeout'], allOf: [pull] },
    cause: 'The network to the registry timed out',
    class: 'transient',
    restarts: 2,
    hint: "If it stays after two tries it is the route: NAT gateway, VPC endpoints with private DNS, the security group's way out on 443, DNS in the VPC.",
    source: `${guide}; dagster-aws retries it`,
  },
  {
    id: 'registry-connection-broken',
    when: { anyReason: [': EOF', 'unexpected EOF', 'invalid argument'], allOf: [pull] },
    cause: 'The registry broke off the connection',
    class: 'transient',
    restarts: 'bounded',
    hint: "Usually gone at the next try. If not, look at the registry's status page and at proxies in between.",
    source: 'dagster-aws retries it',
  },
  {
    id: 'image-not-pulled',
    when: { anyReason: [pull, 'CannotPullECRContainerError'] },
    cause: 'The image could not be pulled, for a reason we do not know',
    class: 'transient',
    restarts: 1,
    hint: 'Read the whole reason. Try docker pull of the same reference from the same subnet, with the execution role.',
    source: 'Inferred from the error name',
  },
];
