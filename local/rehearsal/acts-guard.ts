import { minute, type Town } from '../town/town.ts';
import { type Act, promise } from './act.ts';
import { boardOf, onlyMessage } from './board.ts';
import { callsTo, isWhole } from './looking.ts';

const putPolicy = ({ call }: Town, selection: object): Promise<object> =>
  call('ecr', 'PutLifecyclePolicy', {
    repositoryName: 'voting/vote',
    lifecyclePolicyText: JSON.stringify({
      rules: [
        {
          rulePriority: 1,
          description: 'old images cost money',
          selection,
          action: { type: 'expire' },
        },
      ],
    }),
  });

/** Lifecycle policies of ECR's own, which know of no use. */
export const guardActs: readonly Act[] = [
  {
    name: 'lifecycle-policy',
    title: 'Somebody has ECR delete the images of vote after a day',
    async play(town) {
      const deletions = callsTo(town, 'BatchDeleteImage');
      await putPolicy(town, {
        ...{ tagStatus: 'any', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 1 },
      });
      await town.pass(10 * minute);
      const warning = onlyMessage(town, 'Amazon ECR is about to delete');
      await putPolicy(town, {
        ...{ tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 100 },
      });
      await town.pass(10 * minute);
      return [
        promise('people are told before ECR does it', warning?.title.startsWith('🔴') === true),
        promise(
          'and by whom the image is used',
          JSON.stringify(warning).includes('service voting/vote'),
        ),
        promise(
          'a policy that is put right is seen at once',
          boardOf(town).some(({ title }) => title.startsWith('✅ No lifecycle policy')),
        ),
        promise('nothing was deleted', callsTo(town, 'BatchDeleteImage') === deletions),
        promise('and all of its tasks run', isWhole(town, 'vote')),
      ];
    },
  },
];
