import { describe, expect, test } from '@jest/globals';
import { addressed, routesFor } from '../../shared/notify/route.ts';
import { yml } from '../support/config.ts';
import { aNotice } from '../support/notices.ts';

const receivers = `
  receivers:
    - { name: ops, sns: {} }
    - { name: pager, sns: {} }
    - { name: team, sns: {} }`;
const plain = yml(`notify:\n  route: { receiver: ops }${receivers}`).notify;
const tree = yml(`
notify:
  route:
    receiver: ops
    groupBy: [cluster]
    routes:
      - { matchers: [severity=critical], receiver: pager, continue: true }
      - matchers: ['cluster=~"prod-.*"']
        receiver: team
        routes:
          - { matchers: [service!="web"], groupBy: [] }
      - { matchers: [severity!~"info|warning"], receiver: pager }${receivers}`).notify;

const askingFor = (receiver: string) => aNotice({ labels: { receiver } });
const told = (labels: { readonly [label: string]: string }, notify = tree) =>
  routesFor(aNotice({ labels }), notify).map(({ receiver, path }) => [receiver.name, ...path]);

describe('who is told', () => {
  test("is the root's receiver where no route matches", () => {
    expect(told({ severity: 'info', cluster: 'dev' })).toEqual([['ops']]);
  });

  test('is the first route that matches', () => {
    expect(told({ severity: 'info', cluster: 'prod-1', service: 'web' })).toEqual([['team', 1]]);
  });

  test('is the deepest one that matches; it inherits the receiver above it', () => {
    expect(told({ severity: 'error', cluster: 'prod-1', service: 'db' })).toEqual([['team', 1, 0]]);
  });

  test('goes on after a match with continue', () => {
    expect(told({ severity: 'critical', cluster: 'prod-1', service: 'web' })).toEqual([
      ['pager', 0],
      ['team', 1],
    ]);
  });

  test('is told once where two routes lead to the same conversation', () => {
    expect(told({ severity: 'critical', cluster: 'dev' })).toEqual([['pager', 0]]);
  });

  test('a regular expression matches the whole value', () => {
    expect(told({ severity: 'information', cluster: 'xprod-1' })).toEqual([['pager', 2]]);
  });

  test('a label that is not there is an empty one', () => {
    expect(told({ severity: 'error', cluster: 'prod-1' })).toEqual([['team', 1, 0]]);
  });

  test('of the end of something is whoever may have been told of it, at whatever severity', () => {
    const end = aNotice({ phase: 'resolved', labels: { severity: 'info', cluster: 'dev' } });

    expect(routesFor(end, tree).map(({ receiver }) => receiver.name)).toEqual(['ops', 'pager']);
  });

  test('is the one that the resource asks for by its tag', () => {
    expect(told({ receiver: 'pager' }, plain)).toEqual([['pager']]);
    expect(addressed(askingFor('pager'), plain).fields).toEqual([]);
  });

  test("is the tree's where the tag names nobody, and the notice says so", () => {
    expect(told({ receiver: 'pagr' }, plain)).toEqual([['ops']]);
    expect(addressed(askingFor('pagr'), plain).fields).toEqual([
      { name: 'Receiver', value: expect.stringContaining('"pagr"') },
    ]);
  });

  test("is the stack's own topic where the configuration names nobody", () => {
    const nobody = { ...plain, receivers: [] };

    expect(routesFor(aNotice(), nobody)).toMatchObject([
      { receiver: { name: 'default', sns: { topicArn: null } } },
    ]);
  });
});

describe('a conversation', () => {
  const incidents = (labels: { readonly [label: string]: string }) =>
    routesFor(aNotice({ labels }), tree).map(({ incident }) => incident);

  test('is what has the same values of the labels of groupBy', () => {
    expect(incidents({ cluster: 'dev', service: 'web', severity: 'info' })).toEqual([
      '{cluster="dev"}',
    ]);
  });

  test('is one for everything with an empty groupBy', () => {
    expect(incidents({ cluster: 'prod-1', service: 'db' })).toEqual(['{}']);
  });

  test("is the notice's own incident without one", () => {
    expect(routesFor(aNotice(), plain)).toMatchObject([{ incident: aNotice().incident }]);
  });
});
