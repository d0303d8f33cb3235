import { describe, expect, test } from '@jest/globals';
import { deckhand } from '../support/cli.ts';

const config = `
notify:
  route:
    receiver: ops
    routes:
      - { matchers: [severity=error], receiver: pager, continue: true }
      - { matchers: [cluster=prod], groupBy: [cluster, service] }
  receivers: [{ name: ops, sns: {} }, { name: pager, sns: {} }]
`;

const quiet = `
notify:
  route: { muteTimeIntervals: [nights] }
  receivers: [{ name: ops, sns: {} }]
  timeIntervals:
    - { name: nights, timeIntervals: [{ times: [{ startTime: "18:00", endTime: "24:00" }] }] }
  inhibitRules:
    - { sourceMatchers: [kind=deployment], targetMatchers: [kind=task], equal: [cluster, service] }
`;

const route = (labels: string, ...more: readonly string[]) =>
  deckhand(['route', '--config', '-', '--labels', labels, ...more], { input: config });

describe('deckhand route', () => {
  test('says who is told, and by which route', async () => {
    const { stdout, code } = await route('severity=error,cluster=prod');

    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toEqual([
      'pager  route.routes[0]  severity="error"',
      'ops    route.routes[1]  cluster="prod"    one conversation per cluster, service',
    ]);
  });

  test("the receiver that a resource's own tag asks for goes before the routes", async () => {
    const { stdout } = await route('receiver=pager,cluster=prod');

    expect(stdout.trimEnd()).toBe('pager  route  receiver="pager"');
  });

  test('says that a receiver which is asked for does not exist, and who is told instead', async () => {
    const { stdout } = await route('receiver=pagr,cluster=prod');

    expect(stdout.trimEnd().split('\n')).toEqual([
      '"pagr" is not among the receivers: the routes say who is told instead.',
      'ops  route.routes[1]  cluster="prod"  one conversation per cluster, service',
    ]);
  });

  test('--json names the receiver that does not exist', async () => {
    const { stdout } = await route('receiver=pagr', '--json');

    expect(JSON.parse(stdout)).toMatchObject({
      unknownReceiver: 'pagr',
      routes: [{ receiver: 'ops' }],
    });
  });

  test('a conversation that two routes lead to is told once, by the first', async () => {
    const twice = config
      .replace('receiver: pager, continue', 'receiver: ops, continue')
      .replace('groupBy: [cluster, service]', 'receiver: ops');
    const { stdout } = await deckhand(
      ['route', '--config', '-', '--labels', 'severity=error,cluster=prod'],
      { input: twice },
    );

    expect(stdout.trimEnd()).toBe('ops  route.routes[0]  severity="error"');
  });

  test('--json has the same for machines', async () => {
    const { stdout } = await route('team=web', '--json', '--at', '2026-03-03T14:02:00Z');

    expect(JSON.parse(stdout)).toEqual({
      labels: { team: 'web' },
      at: '2026-03-03T14:02:00.000Z',
      routes: [
        {
          path: 'route',
          matchers: [],
          receiver: 'ops',
          groupBy: null,
          muteTimeIntervals: [],
          activeTimeIntervals: [],
          quiet: null,
        },
      ],
      unknownReceiver: null,
      inhibitedBy: [],
    });
  });

  test('says what would keep it quiet: time intervals, and inhibit rules whose target it is', async () => {
    const { stdout } = await deckhand(
      ['route', '--config', '-', '--labels', 'kind=task,cluster=prod', '--at', '2026-03-03T20:30Z'],
      { input: quiet },
    );

    expect(stdout.trimEnd().split('\n')).toEqual([
      'ops  route  everything  muted during the time interval nights, until 2026-03-04T00:00:00.000Z',
      'Quiet while kind="deployment", cluster="prod", service="" fires (inhibitRules[0]).',
    ]);
  });

  test('wants labels that have values', async () => {
    const { stderr, code } = await route('severity');

    expect(stderr).toBe(
      'deckhand: --labels severity: expected label=value pairs, such as severity=error\n',
    );
    expect(code).toBe(2);
  });
});
