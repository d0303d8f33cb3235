import type { Cause } from '../../config/types.ts';

const initialize = 'ResourceInitializationError';
const guide = 'AWS docs: ECS developer guide, resource-initialization-error';

/** What a task needs before its containers start: secrets, logs, volumes. */
export const initialization: readonly Cause[] = [
  {
    id: 'execution-role-not-allowed',
    when: { anyReason: ['AccessDenied', 'not authorized'], allOf: [initialize] },
    cause: 'The task execution role may not read what the task needs to start',
    class: 'permanent',
    restarts: 0,
    hint: 'The reason names the action. Allow it on the execution role (not the task role): secretsmanager:GetSecretValue or ssm:GetParameters, kms:Decrypt on a customer key, ecr:GetAuthorizationToken, logs:CreateLogStream (logs:CreateLogGroup with awslogs-create-group), s3:GetObject for environment files.',
    source: guide,
  },
  {
    id: 'log-group-missing',
    when: {
      anyReason: [
        'failed to initialize logging driver',
        'failed to validate logger args',
        'cannot find the Amazon CloudWatch log group',
        'The specified log group does not exist',
      ],
    },
    cause: 'The log group does not exist, or CloudWatch Logs cannot be reached',
    class: 'permanent',
    restarts: 0,
    hint: "Create it (aws logs create-log-group) or set awslogs-create-group: true. Check awslogs-region. In a subnet without internet add the logs endpoint and let the task's security group in on 443.",
    source: guide,
  },
  {
    id: 'secret-not-found',
    when: {
      anyReason: [
        'Check whether the secret exists',
        'ResourceNotFoundException',
        'invalid parameters:',
      ],
      allOf: [initialize],
    },
    cause: 'A secret or parameter that the task definition names does not exist',
    class: 'permanent',
    restarts: 0,
    hint: "Compare secrets[].valueFrom with the real ARN: region, account, the six random characters at a secret's end, the JSON key; a deleted secret may be restored within its recovery window.",
    source: guide,
  },
  {
    id: 'environment-file-not-read',
    when: {
      anyReason: ['environment variable files from Amazon S3', 'unable to download env file'],
    },
    cause: 'An environment file could not be read from S3',
    class: 'transient',
    restarts: 1,
    hint: 'Check environmentFiles[].value, s3:GetObject and s3:GetBucketLocation on the execution role, and the S3 endpoint of the subnet.',
    source: `${guide}; ECS agent source, envfile.go`,
  },
  {
    id: 'efs-not-mounted',
    when: { anyReason: ['failed to invoke EFS utils commands'] },
    cause: 'The EFS file system could not be mounted',
    class: 'transient',
    restarts: 1,
    hint: "Check a mount target in the task's zone, its security group (TCP 2049 from the task's), DNS resolution in the VPC, and the access point and IAM authorization (elasticfilesystem:ClientMount on the task role).",
    source: guide,
  },
  {
    id: 'secrets-or-registry-unreachable',
    when: {
      anyReason: [
        'unable to pull secrets or registry auth',
        'cannot pull registry auth',
        'unable to retrieve secret',
      ],
    },
    cause: 'No connection to ECR, Secrets Manager or Systems Manager before the task starts',
    class: 'transient',
    restarts: 2,
    hint: 'If it stays it is the route: NAT gateway or public IP, or endpoints (ecr.api, ecr.dkr, secretsmanager, ssm, kms, S3) with private DNS and a security group that lets the task in on 443.',
    source: `${guide}; Airflow retries it`,
  },
  {
    id: 'initialization-failed',
    when: { anyReason: [initialize] },
    cause: 'The task could not be prepared, for a reason we do not know',
    class: 'transient',
    restarts: 1,
    hint: "Read the whole reason: what was being prepared is in it. The AWSSupport-TroubleshootECSTaskFailedToStart runbook checks the task's network and role.",
    source: 'Inferred from the error name; Airflow retries all of them',
  },
];
