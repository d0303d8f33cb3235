import { formatDuration } from '../../config/duration.ts';
import { clusterArnOf, nameOfArn, serviceNameOf } from '../../core/arn.ts';
import { given } from '../../core/given.ts';
import type { Ending, Rollout } from '../../core/rollout.ts';
import type { LookFacts } from '../facts.ts';
import { type Telling, versionIn, whatOf } from '../notices.ts';

type Words = Pick<Telling, 'phase' | 'severity' | 'headline' | 'summary'>;

/** What people are told of an ending. */
export function wordsFor(ending: Ending, rollout: Rollout, why: string, now: string): Words {
  const took = `It took ${tookOf(rollout, now)}.`;
  const what = whatOf(rollout.changes);
  switch (ending) {
    case 'completed':
      return {
        ...{ phase: 'resolved', severity: 'info' },
        headline: `${what} is out`,
        summary: `${why}. ${took}`,
      };
    case 'rolled back':
      return {
        ...{ phase: 'resolved', severity: 'error' },
        headline: `${before(rollout)} runs again, ${what} failed`,
        summary: `${why}. ${took}${quarantineWords(rollout)}`,
      };
    case 'failed':
      return {
        ...{ phase: 'firing', severity: 'critical' },
        headline: `${what} failed, and ${before(rollout)} did not come back`,
        summary: `${why}. ${took}${byHand(rollout)}${quarantineWords(rollout)}`,
      };
    case 'superseded':
      return {
        ...{ phase: 'resolved', severity: 'info' },
        headline: `${what} was overtaken`,
        summary: `${why}. Somebody else's deployment is left alone; ${what} does not go out again by itself.`,
      };
    case 'scaled to zero':
      return {
        ...{ phase: 'resolved', severity: 'info' },
        headline: `${what} is deployed, and nothing runs`,
        summary: `${why}. ${took}`,
      };
  }
}

export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `3m 20s`. */
export const tookOf = ({ startedAt }: Rollout, now: string): string =>
  formatDuration(Math.round((Date.parse(now) - Date.parse(startedAt)) / 1_000) * 1_000);

/** What ran before, as people name it: `1.0.0`. */
export const before = ({ changes }: Rollout): string =>
  [...new Set(changes.map(({ from }) => versionIn(from)))].join(', ');

/** What a person has to do where nothing else is going to happen. */
export const byHand = ({ id, before: revision }: Rollout): string => {
  const serviceArn = serviceArnIn(id);
  const command = [
    'aws ecs update-service',
    `--cluster ${nameOfArn(clusterArnOf(serviceArn))}`,
    `--service ${nameOfArn(serviceArn)}`,
    `--task-definition ${nameOfArn(revision)}`,
  ].join(' ');
  return ` Nobody goes on trying: push an image that works, or bring back what ran before, \`${command}\`.`;
};

const serviceArnIn = (rolloutId: string): string => rolloutId.split('#')[0] ?? '';

export const quarantineWords = ({ changes, id }: Rollout): string => {
  const service = serviceNameOf(serviceArnIn(id));
  const commands = changes.map(({ digest }) => `\`deckhand release ${service} ${digest}\``);
  return ` It is not tried again here until somebody runs ${commands.join(' and ')}; a newer image goes out.`;
};

/** What every notice about a rollout says of it. */
export const about = (
  { look, now }: Pick<LookFacts, 'look' | 'now'>,
  { changes, taskDefinition, receiver }: Rollout,
): Pick<
  Telling,
  'clusterArn' | 'serviceArn' | 'at' | 'changes' | 'taskDefinition' | 'receiver'
> => ({
  clusterArn: look.clusterArn,
  serviceArn: look.serviceArn,
  at: now,
  ...{ changes, taskDefinition },
  ...given({ receiver }),
});
