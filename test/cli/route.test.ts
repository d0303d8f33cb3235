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

  test('--json has the same for machines', async () => {
    const { stdout } = await route('team=web', '--json');

    expect(JSON.parse(stdout)).toEqual({
      labels: { team: 'web' },
      routes: [{ path: 'route', matchers: [], receiver: 'ops', groupBy: null }],
    });
  });

  test('wants labels that have values', async () => {
    const { stderr, code } = await route('severity');

    expect(stderr).toBe(
      'deckhand: --labels severity: expected label=value pairs, such as severity=error\n',
    );
    expect(code).toBe(2);
  });
});
