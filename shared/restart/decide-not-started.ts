import { formatDuration } from '../config/duration.ts';
import { clockTime } from '../core/clock-time.ts';
import type { Decision } from '../core/decision.ts';
import type { Field } from '../core/notice.ts';
import { redact } from '../core/redact.ts';
import { delayMs } from './backoff.ts';
import type { Plan } from './calls.ts';
import { attemptsAreLeft } from './checks.ts';
import type { NotStartedFacts } from './facts.ts';
import { retold } from './notices.ts';
import { restartLater, tell } from './steps.ts';

/** RunTask started nothing: that was an attempt. Where the reason may pass, the next one follows after its backoff. */
export function decideNotStarted(facts: NotStartedFacts): Decision {
  const { plan, diagnosis, now } = facts;
  const why = redact(facts.why);
  const attempt = plan.lineage.attempt + 1;
  const mayPass = diagnosis.class === 'capacity' || diagnosis.class === 'transient';
  const reasons = [
    { rule: 'the reason may pass', holds: mayPass, because: `${why}: ${diagnosis.cause}` },
    attemptsAreLeft(attempt, plan.attempts),
  ];
  const said = { at: now, counts: false, reasons };
  if (!reasons.every(({ holds }) => holds)) {
    const notice = retold(plan.notice, plan.subject, {
      ...said,
      headline: 'could not be restarted',
      severity: 'error',
      summary: `RunTask started nothing: ${why}. ${diagnosis.hint}`,
    });
    return { verdict: 'report', reasons, actions: [tell(notice)] };
  }
  const delay = delayMs(plan.backoff, attempt, diagnosis, facts.dice);
  const at = new Date(Date.parse(now) + delay).toISOString();
  const nth = `${attempt} of ${plan.attempts}`;
  const when = `at ${clockTime(at)} (in ${formatDuration(delay)})`;
  const retelling = retold(plan.notice, plan.subject, {
    ...said,
    headline: `restarting, attempt ${nth}`,
    summary: `RunTask started nothing: ${why}. Will be tried again ${when}: attempt ${nth}.`,
  });
  const notice = { ...retelling, fields: withAttempt(retelling.fields, `${nth}, ${when}`) };
  const next: Plan = { ...plan, lineage: { ...plan.lineage, attempt }, notice };
  return { verdict: 'restart', reasons, actions: restartLater(next, at) };
}

const withAttempt = (fields: readonly Field[], value: string): readonly Field[] => [
  ...fields.filter(({ name }) => name !== 'Attempt'),
  { name: 'Attempt', value },
];
