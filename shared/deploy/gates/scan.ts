import { formatDuration } from '../../config/duration.ts';
import type { ScanGate } from '../../config/types/deploy.ts';
import type { Known } from '../../core/known.ts';
import { type Gate, whenUnknown } from './gate.ts';

/** What DescribeImageScanFindings tells of an image; every finding by its name, to tell new ones from old. */
export type ScanSeen = {
  readonly status: string;
  readonly findings: readonly { readonly name: string; readonly severity: string }[];
};

/** What the scan gate looks at. `null`: the image was never scanned. */
export type ScanFacts = {
  readonly scan: Known<ScanSeen | null>;
  /** Of the image that runs; asked for where only new findings count. */
  readonly running: Known<ScanSeen | null> | null;
  readonly pushedAt: Known<string>;
};

const rule = 'the scan of the image finds nothing that blocks';

/** Basic scanning ends in COMPLETE; enhanced scanning goes on being ACTIVE. */
const finished = ['COMPLETE', 'ACTIVE'];
const underWay = ['PENDING', 'IN_PROGRESS'];

/**
 * Whether the image was scanned, without findings of the severities that block. A result that is still to come is waited
 * for, `wait` after the push at most; a scan that will give none is missing at once.
 */
export function isClean(gate: ScanGate, facts: ScanFacts, now: string): Gate {
  const { scan } = facts;
  const seen = scan.known ? scan.value : null;
  if (seen && finished.includes(seen.status)) return withoutFindings(gate, seen, facts.running);
  const why = scan.known
    ? seen
      ? `the scan of the image is ${seen.status}`
      : 'the image was not scanned'
    : scan.why;
  if (seen && !underWay.includes(seen.status)) return whenUnknown(rule, gate.onMissing, why);
  const { pushedAt } = facts;
  if (!pushedAt.known) return whenUnknown(rule, gate.onMissing, `${why}, and ${pushedAt.why}`);
  const until = new Date(Date.parse(pushedAt.value) + gate.waitMs).toISOString();
  if (Date.parse(until) > Date.parse(now)) {
    return { reason: { rule, holds: false, because: `${why} so far` }, until };
  }
  const waited = formatDuration(gate.waitMs);
  return whenUnknown(rule, gate.onMissing, `${why}, ${waited} after the push`);
}

function withoutFindings(
  { block, newOnly }: ScanGate,
  { findings }: ScanSeen,
  running: ScanFacts['running'],
): Gate {
  const blocking = findings.filter(({ severity }) => block.some((one) => one === severity));
  const before = newOnly ? namesIn(running) : null;
  const counted = blocking.filter(({ name }) => !before?.has(name));
  const kind = `${block.join(' or ')} findings`;
  const old = blocking.length - counted.length;
  const told = old > 0 ? `; ${old} that the running image has, too` : '';
  if (counted.length === 0) {
    return {
      reason: {
        rule,
        holds: true,
        because: `the image has no ${newOnly ? 'new ' : ''}${kind}${told}`,
      },
    };
  }
  const isCompared = newOnly && before === null;
  const note = isCompared ? '; those of the running image are not known, so all count' : told;
  return { reason: { rule, holds: false, because: `${namesOf(counted)}${note}` } };
}

/** `null` where nobody can tell what the running image has. */
function namesIn(running: ScanFacts['running']): ReadonlySet<string> | null {
  const seen = running?.known ? running.value : null;
  if (!seen || !finished.includes(seen.status)) return null;
  return new Set(seen.findings.map(({ name }) => name));
}

const shown = 5;

function namesOf(findings: ScanSeen['findings']): string {
  const names = findings.slice(0, shown).map(({ name, severity }) => `${name} (${severity})`);
  const more = findings.length - names.length;
  return `the image has ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
