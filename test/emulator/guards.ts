import { PutLifecyclePolicyCommand } from '@aws-sdk/client-ecr';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from './support/aws.ts';
import { eventOf, put } from './support/events.ts';
import { createRepository, push } from './support/images.ts';
import { due } from './support/schedules.ts';
import { type Stacks, saying } from './support/stacks.ts';

const repository = 'team/own';

/** MiniStack keeps lifecycle policies and previews none: what one is about to take is not known there, and that is told. */
export function aboutGuards({ cloud, acts }: Stacks): void {
  const watches = (...words: string[]) => acts().deckhand('guard', ...words);
  const unseen = {
    repository,
    howMany: 0,
    gap: expect.stringContaining('ecr:StartLifecyclePolicyPreview'),
  };

  describe("a lifecycle policy of ECR's own", () => {
    beforeAll(async () => {
      await createRepository(cloud, repository);
      await push(cloud, repository, ['1']);
    });

    test('is looked at as soon as it is put, and what cannot be seen is told', async () => {
      const event = eventOf('images/put-lifecycle-policy.json');
      const { requestParameters } = event.detail;
      const asked = { ...Object(requestParameters), repositoryName: repository };
      await cloud.ecr.send(new PutLifecyclePolicyCommand(asked));
      await put(cloud, { ...event, detail: { ...event.detail, requestParameters: asked } });

      await eventually('people are told', acts().told, saying('Not known whether Amazon ECR'));

      expect(await watches(repository)).toMatchObject({ watches: [unseen] });
    });

    test('is looked at every day', async () => {
      const before = Object(await watches()).watches[0].at;

      await due(cloud, acts(), 'GuardSchedule');

      await eventually(
        'a later look',
        async () => Object(await watches()).watches,
        ([watch]) => watch?.at > before,
      );
      expect(await watches()).toMatchObject({ watches: [unseen] });
    });
  });
}
