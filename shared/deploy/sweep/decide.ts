/**
 * A sweep goes through all services, cluster by cluster. It puts right what the index of images has wrong, and has a
 * service looked at whose policy wants another image than it runs: ECR's events are best effort, and a push may have
 * been lost, or have come before Deckhand.
 */
import { nameOfArn } from '../../core/arn.ts';
import { counted } from '../../core/counted.ts';
import type { Action, Decision, Reason } from '../../core/decision.ts';
import { callAt } from '../calls.ts';
import { turnAfterMs } from '../pace.ts';
import type { Slice, SweepFacts } from './facts.ts';

export function decideSweep(facts: SweepFacts): Decision {
  const { clusters, slice } = facts;
  if (slice) return slice.known ? decideSlice(facts, slice.value) : stopped(slice.why);
  if (!clusters?.known) return stopped(clusters?.why ?? 'they were not looked up');
  const run = facts.sweep.run ?? facts.now;
  return {
    verdict: 'sweep',
    reasons: [
      {
        rule: 'there are clusters',
        holds: clusters.value.length > 0,
        because: `the account has ${counted(clusters.value.length, 'cluster')} in this region`,
      },
    ],
    actions: clusters.value.map((clusterArn) =>
      callAt({ what: 'sweep', clusterArn, run }, `${clusterArn}@${run}`, facts.now),
    ),
  };
}

const stopped = (why: string): Decision => ({
  verdict: 'ignore',
  reasons: [
    {
      rule: 'the services are known',
      holds: false,
      because: `the services could not be looked up: ${why}`,
    },
  ],
  actions: [],
});

function decideSlice({ sweep, now }: SweepFacts, slice: Slice): Decision {
  const { clusterArn = '', run = now } = sweep;
  const considered = slice.behind.map(({ serviceArn, wants }, index) =>
    callAt(
      { what: 'consider', clusterArn, serviceArn, because: `the sweep found ${wants}` },
      `${serviceArn}#sweep@${run}`,
      new Date(Date.parse(now) + turnAfterMs(index)).toISOString(),
    ),
  );
  const next: readonly Action[] =
    slice.upTo === null
      ? []
      : [
          callAt(
            { what: 'sweep', clusterArn, run, after: slice.upTo },
            `${clusterArn}@${run}#${slice.upTo}`,
            now,
          ),
        ];
  const actions: readonly Action[] = [
    ...slice.unknown.map(
      ({ service, before }): Action => ({ do: 'remember-service', service, before }),
    ),
    ...slice.gone.map((service): Action => ({ do: 'forget-service', service })),
    ...considered,
    ...next,
  ];
  return { verdict: 'sweep', reasons: reasonsOf(slice), actions };
}

function reasonsOf({ services, unknown, gone, behind }: Slice): readonly Reason[] {
  const about = (
    rule: string,
    arns: readonly string[],
    are: string,
    otherwise: string,
  ): Reason => ({
    rule,
    holds: arns.length > 0,
    because: arns.length > 0 ? `${arns.map(nameOfArn).join(', ')} ${are}` : otherwise,
  });
  return [
    about(
      'the index was out of date',
      unknown.map(({ service }) => service.serviceArn),
      'did not stand in the index as deployed',
      `the index knows all of ${counted(services, 'service')}`,
    ),
    about(
      'services are gone',
      gone.map(({ serviceArn }) => serviceArn),
      gone.length === 1 ? 'does not exist any more' : 'do not exist any more',
      'no service that the index knows is gone',
    ),
    about(
      'policies want another image than runs',
      behind.map(({ serviceArn }) => serviceArn),
      'should run another image by policy',
      `none of ${counted(services, 'service')} should run another image by policy`,
    ),
  ];
}
