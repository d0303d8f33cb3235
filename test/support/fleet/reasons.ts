import { decisionsIn } from '../../../local/rehearsal/decisions.ts';
import type { Decision, Outcome } from '../../../shared/core/decision.ts';
import { type Fleet, imagesIn, repositories } from './fleet.ts';

/**
 * The images of a repository that are still there after its cleanup, and of which nothing says why: neither the
 * ledger that was decided, nor what became of its deletions.
 */
export async function unexplained({ scene }: Fleet): Promise<readonly string[]> {
  const decided = await decisionsIn(scene);
  const nothing: string[] = [];
  for (const repository of repositories) {
    const last = decided.findLast(({ decision }) => ledgerIn(decision)?.repository === repository);
    const ledger = last && ledgerIn(last.decision);
    if (!last || !ledger || ledger.mode === 'off') continue;
    const why = new Map(ledger.kept.map(({ digest, because }) => [digest, because]));
    for (const [digest, because] of keptBack(last.decision, last.outcomes))
      why.set(digest, because);
    if (ledger.hold !== null) {
      for (const { digest } of ledger.going) why.set(digest, ledger.hold);
    }
    for (const { imageDigest, imagePushedAt } of await imagesIn(scene, repository)) {
      const isLater = Number(imagePushedAt) * 1_000 >= last.at;
      if (!isLater && !why.get(String(imageDigest))) nothing.push(`${repository} ${imageDigest}`);
    }
  }
  return nothing;
}

const ledgerIn = ({ actions }: Decision) =>
  actions.flatMap((action) => (action.do === 'keep-ledger' ? action.ledger : []))[0];

/** What deletions left: what they name themselves, or all of a group that was not even looked at again. */
function keptBack({ actions }: Decision, outcomes: readonly Outcome[]) {
  return outcomes.flatMap(({ action: index, status, what, stayed }) => {
    const action = actions[index];
    if (action?.do !== 'delete-images') return [];
    if (stayed) return stayed.map(({ digest, why }) => [digest, why] as const);
    return status !== 'done' ? action.images.map(({ digest }) => [digest, what] as const) : [];
  });
}
