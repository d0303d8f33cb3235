import {
  ECRClient,
  GetLifecyclePolicyCommand,
  GetLifecyclePolicyPreviewCommand,
  type GetLifecyclePolicyPreviewResponse,
  type LifecyclePolicyPreviewResult,
  StartLifecyclePolicyPreviewCommand,
} from '@aws-sdk/client-ecr';
import { nameOf } from '../core/errors.ts';
import { type Known, known, unknown } from '../core/known.ts';
import type { Lifecycle, MarkedImage, PolicyPreview } from '../core/lifecycle.ts';
import type { Connection } from './connection.ts';
import { refusal } from './failures.ts';

/** GetLifecyclePolicyPreview answers so many images a page; of a policy that acts on more pages, not all are read. */
const maxPage = 100;
const maxPages = 50;

export function lifecycle(connection: Connection): Lifecycle {
  const client = new ECRClient(connection.patient());
  return {
    policyOf: (repositoryName) =>
      trying<string | null>(
        'ecr:GetLifecyclePolicy',
        async () => {
          const answer = await client.send(new GetLifecyclePolicyCommand({ repositoryName }));
          return answer.lifecyclePolicyText ?? null;
        },
        // The repository may have gone since it was listed.
        { LifecyclePolicyNotFoundException: null, RepositoryNotFoundException: null },
      ),
    startPreview: (repositoryName) =>
      trying<'started' | 'busy'>(
        'ecr:StartLifecyclePolicyPreview',
        async () => {
          await client.send(new StartLifecyclePolicyPreviewCommand({ repositoryName }));
          return 'started';
        },
        { LifecyclePolicyPreviewInProgressException: 'busy' },
      ),
    async preview(repositoryName) {
      const read = await trying('ecr:GetLifecyclePolicyPreview', () =>
        pagesOf(client, repositoryName),
      );
      return read.known ? previewIn(read.value) : read;
    },
  };
}

/** Whatever goes wrong is an unknown, but for the exceptions that are an answer. */
async function trying<T>(
  action: string,
  ask: () => Promise<T>,
  answers: { readonly [exception: string]: T } = {},
): Promise<Known<T>> {
  try {
    return known(await ask());
  } catch (cause) {
    const answer = answers[nameOf(cause)];
    return answer === undefined ? unknown(refusal(action, cause).message) : known(answer);
  }
}

type Pages = readonly GetLifecyclePolicyPreviewResponse[];

async function pagesOf(client: ECRClient, repositoryName: string): Promise<Pages> {
  const pages: GetLifecyclePolicyPreviewResponse[] = [];
  let nextToken: string | undefined;
  do {
    const ask = { repositoryName, maxResults: maxPage, nextToken };
    const page = await client.send(new GetLifecyclePolicyPreviewCommand(ask));
    pages.push(page);
    nextToken = page.nextToken;
  } while (nextToken !== undefined && pages.length < maxPages);
  return pages;
}

function previewIn(pages: Pages): Known<PolicyPreview> {
  const [first] = pages;
  switch (first?.status) {
    case 'IN_PROGRESS':
      return known({ status: 'in-progress' });
    case 'COMPLETE':
      return known({
        status: 'complete',
        text: first.lifecyclePolicyText ?? '',
        marked: pages.flatMap(({ previewResults = [] }) => previewResults.map(markedFrom)),
        more: pages.at(-1)?.nextToken !== undefined,
      });
    default:
      return unknown(`its preview is ${first?.status ?? 'without a status'}`);
  }
}

const markedFrom = (result: LifecyclePolicyPreviewResult): MarkedImage => ({
  digest: result.imageDigest ?? '',
  tags: result.imageTags ?? [],
  pushedAt: result.imagePushedAt?.toISOString() ?? '',
  rule: result.appliedRulePriority ?? 0,
  action: result.action?.type === 'TRANSITION' ? 'transition' : 'expire',
});
