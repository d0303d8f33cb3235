import { beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from './support/aws.ts';
import { eventOf, put } from './support/events.ts';
import { digestOf, push, tellOfPush } from './support/images.ts';
import { decisionOn } from './support/records.ts';
import { createService, definitionArn, service } from './support/services.ts';
import { type Stacks, saying } from './support/stacks.ts';

const repository = 'scanned/api';

/** MiniStack has no DescribeImageScanFindings: what a scan found is not known there, and what is not known does not go out. */
export function aboutScans({ cloud, acts }: Stacks): void {
  describe('an image that has to be scanned first', () => {
    beforeAll(() => createService(cloud, 'api', repository));

    test('waits while nobody knows what the scan found, and people are told why', async () => {
      await push(cloud, repository, ['1.1.0']);
      await tellOfPush(cloud, repository, '1.1.0');

      await eventually('people are told', acts().told, saying('api: 1.1.0 waits until'));
      await eventually('why', acts().told, saying('ecr:DescribeImageScanFindings'));

      expect((await service(cloud, 'api')).taskDefinition).toBe(definitionArn('api', 1));
    });

    test('is looked at again once its scan has ended', async () => {
      const event = eventOf('images/scan.json');
      const digest = await digestOf(cloud, repository, '1.1.0');
      const scanned = { 'repository-name': repository, 'image-digest': digest };
      const id = await put(cloud, { ...event, detail: { ...event.detail, ...scanned } });

      const decision = await decisionOn(cloud, acts(), id, 'rollout');

      expect(decision.actions).toMatchObject([
        { do: 'call-later', call: { about: { what: 'consider' } } },
      ]);
      expect((await service(cloud, 'api')).taskDefinition).toBe(definitionArn('api', 1));
    });
  });
}
