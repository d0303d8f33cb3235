import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { explained } from '../../cli/explain.ts';
import { yml } from '../support/config.ts';
import { eventNamed, eventsIn } from '../support/events.ts';

const page = readFileSync(new URL('../../docs/alarms.md', import.meta.url), 'utf8');
const events = [...page.matchAll(/^```json\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);

test('the event of the page is one that Deckhand tells of, as the page says', async () => {
  expect(events).toHaveLength(1);
  const { signal, decision } = await explained(JSON.parse(events[0] ?? ''), yml());

  expect(signal?.kind).toBe('alarm-changed');
  expect(decision.actions).toMatchObject([
    {
      do: 'notify',
      notice: {
        title: 'vote-cpu-high: CPUUtilization 97.3 > 80',
        severity: 'critical',
        labels: { tag_team: 'shop' },
        links: expect.arrayContaining([
          { text: 'Runbook', url: 'https://wiki.example.com/vote-cpu' },
        ]),
      },
    },
  ]);
});

test.each(eventsIn('alarms'))(
  'explain has an answer for %s, and looks nothing up for it',
  async (name) => {
    const { decision } = await explained(eventNamed(name), yml());

    expect(['tell', 'resolve', 'wait', 'ignore']).toContain(decision.verdict);
    expect(decision.reasons.length).toBeGreaterThan(0);
  },
);
