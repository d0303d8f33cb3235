import { beforeAll, jest } from '@jest/globals';
import { aboutAlarms } from './alarms.ts';
import { aboutCleanups } from './cleanups.ts';
import { aboutFailures } from './failures.ts';
import { aboutGuards } from './guards.ts';
import { aboutPushes } from './pushes.ts';
import { aboutRollouts } from './rollouts.ts';
import { aboutScans } from './scans.ts';
import { aws } from './support/aws.ts';
import { createCluster, register } from './support/containers.ts';
import { type Deployed, deployed } from './support/stacks.ts';
import { aboutTasks } from './tasks.ts';
import { aboutTemplates } from './templates.ts';
import { aboutWorkers } from './workers.ts';

/** Packaging and deploying twice takes a minute, and many on a machine that is busy. */
jest.setTimeout(1_200_000);

/** A restart rule that says how to launch: nothing in the emulator records RunTask calls as CloudTrail does. */
const config = (mode: string): string => `
mode: ${mode}
restart:
  backoff: { initialDelay: 1s, jitter: none }
  rules:
    - match: { cluster: prod }
      launch: { launchType: FARGATE, subnets: [subnet-0a1b2c3d], securityGroups: [sg-0a1b2c3d] }
deploy:
  schedules: true
  rules:
    - match: { repository: apps/*, cluster: prod }
      policy: minor
    - match: { repository: scanned/*, cluster: prod }
      policy: minor
      scan: { wait: 15m, block: [CRITICAL] }
cleanup:
  rules:
    - match: { repository: shop/* }
      lifecyclePolicy:
        rules:
          - rulePriority: 1
            selection: { tagStatus: any, countType: imageCountMoreThan, countNumber: 1 }
            action: { type: expire }
      protect: { minAge: 0s, previousRevisions: 1 }
      caps: { maxPercent: 100, keepAtLeast: 0 }
notify:
  route: { groupInterval: 1s }
  receivers:
    - { name: mail, sns: {} }
`;

const cloud = aws();
const deployments: { acts?: Deployed; observes?: Deployed } = {};

// Two stacks in one account, so that all that one does is done beside another.
beforeAll(async () => {
  deployments.acts = await deployed(cloud, 'acts', config('act'));
  deployments.observes = await deployed(cloud, 'observes', config('observe'));
  await createCluster(cloud, 'prod');
  await register(cloud, 'report', 'public.ecr.aws/shop/report:1.4.2', 7);
});

function named(name: 'acts' | 'observes'): Deployed {
  const deployment = deployments[name];
  if (!deployment) throw new Error(`${name} was not deployed`);
  return deployment;
}

const stacks = { cloud, acts: () => named('acts'), observes: () => named('observes') };

aboutTemplates(stacks);
aboutWorkers(stacks);
aboutTasks(stacks);
aboutRollouts(stacks);
aboutAlarms(stacks);
aboutScans(stacks);
aboutCleanups(stacks);
aboutPushes(stacks);
aboutGuards(stacks);
aboutFailures(stacks);
