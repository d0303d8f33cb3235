import type { Incident } from '../../shared/core/incident.ts';
import type { Notice } from '../../shared/core/notice.ts';
import { fold } from '../../shared/notify/fold.ts';
import { aNotice } from './notices.ts';

const at = (minute: number): string => new Date(Date.UTC(2026, 2, 3, 14, minute)).toISOString();

const taskUrl =
  'https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/prod/tasks/0123456789abcdef0123456789abcdef/configuration?region=eu-west-1';

/** A notice as rich as a restart writes it, at 14:`minute` UTC. */
const outOfMemory = (minute: number, given: Partial<Notice> = {}): Notice =>
  aNotice({
    at: at(minute),
    id: `firing-${minute}`,
    title: 'report: out of memory — restarting, attempt 1 of 3',
    summary:
      'The container was killed for using more memory than its limit. It runs again in 20s with 1536 MiB.',
    fields: [
      { name: 'Cause', value: 'Container killed: out of memory (application)' },
      { name: 'Exit code', value: '137: killed by SIGKILL' },
      { name: 'Hint', value: 'Give the container more memory, or find out what it keeps.' },
      { name: 'Owner', value: 'EventBridge Scheduler, schedule nightly-report' },
      { name: 'Attempt', value: '1 of 3, the next at 14:02:20 UTC' },
      { name: 'Image digest', value: 'sha256:4d5b2c' },
    ],
    log: {
      container: 'app',
      lines: ['loading 2,400,000 rows', 'heap 980 MiB of 1024 MiB', 'Killed'],
      cut: 97,
    },
    changes: ['image shop/report:1.8 → shop/report:1.9', 'memory 2048 → 1024'],
    links: [
      { text: 'Task', url: taskUrl },
      { text: 'Log', url: 'https://example.com/log?a=1&b=2' },
    ],
    reasons: [
      { rule: 'owner', holds: true, because: 'nobody else restarts a scheduled task' },
      { rule: 'budget', holds: true, because: '2 of 10 restarts are used in 10m' },
    ],
    outcomes: [
      {
        action: 0,
        did: 'call-later',
        status: 'done',
        at: at(minute),
        what: 'will look again at 14:02:20',
      },
    ],
    ...given,
  });

const folded = (notices: readonly Notice[]): Incident => {
  const incident = notices.reduce<Incident | null>(
    (before, notice) => fold(before, notice, { name: 'ops' }),
    null,
  );
  if (!incident) throw new Error('a conversation needs a notice');
  return incident;
};

const ugly =
  '`code` *bold* <!channel> <https://evil.example|click> & "quoted" 💥👩‍👩‍👧‍👦 \u0007\u0000\r\n';

/** Everything at once that a channel could choke on. */
const ugliest = (): Notice =>
  outOfMemory(2, {
    title: ugly.repeat(20),
    summary: ugly.repeat(100),
    fields: [
      { name: 'Hint', value: ugly.repeat(80) },
      ...Array.from({ length: 60 }, (_, index) => ({
        name: `Container ${index}`,
        value: ugly.repeat(10),
      })),
    ],
    log: {
      container: 'app',
      lines: Array.from({ length: 10_000 }, (_, index) => `${index} \`\`\` ${ugly.repeat(20)}`),
    },
    changes: Array.from({ length: 60 }, (_, index) => `${index} ${ugly.repeat(9)}`),
    links: Array.from({ length: 30 }, (_, index) => ({
      text: `Link ${index} |>`,
      url: `https://example.com/${index}?a=1&b=<2>|${'x'.repeat(400)}`,
    })),
    reasons: Array.from({ length: 30 }, (_, index) => ({
      rule: `rule-${index}`,
      holds: index % 2 === 0,
      because: ugly.repeat(130).slice(0, 5_000),
    })),
  });

/** What the golden files show: each incident as a receiver sees it at that moment. */
export const conversations: Readonly<Record<string, () => Incident>> = {
  opened: () => folded([outOfMemory(2)]),
  counted: () => folded([2, 9, 15, 20, 24, 28, 31].map((minute) => outOfMemory(minute))),
  'gave-up': () =>
    folded([
      outOfMemory(2),
      outOfMemory(9, {
        severity: 'critical',
        title: 'report: out of memory — gave up after 3 attempts',
        summary: 'Nothing restarts it any more.',
      }),
    ]),
  resolved: () =>
    folded([
      outOfMemory(2),
      aNotice({
        phase: 'resolved',
        at: at(14),
        id: 'over',
        title: 'report: runs again',
        summary: 'The second attempt finished with exit code 0.',
      }),
    ]),
  ugliest: () => folded([ugliest()]),
};
