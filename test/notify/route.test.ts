import { describe, expect, test } from '@jest/globals';
import type { NotifyConfig } from '../../shared/config/types.ts';
import { addressed, receiversFor } from '../../shared/notify/route.ts';
import { aNotice } from '../support/notices.ts';

const notify: NotifyConfig = {
  route: { receiver: 'ops' },
  receivers: [{ name: 'pager' }, { name: 'ops' }],
};
const askingFor = (receiver: string) => aNotice({ labels: { receiver } });
const namesOf = (notice: ReturnType<typeof aNotice>, config = notify) =>
  receiversFor(notice, config).map(({ name }) => name);

describe('who is told', () => {
  test("is the route's receiver", () => {
    expect(namesOf(aNotice())).toEqual(['ops']);
  });

  test('is the one that the resource asks for by its tag', () => {
    expect(namesOf(askingFor('pager'))).toEqual(['pager']);
    expect(addressed(askingFor('pager'), notify).fields).toEqual([]);
  });

  test("is the route's where the tag names nobody, and the notice says so", () => {
    expect(namesOf(askingFor('pagr'))).toEqual(['ops']);
    expect(addressed(askingFor('pagr'), notify).fields).toEqual([
      { name: 'Receiver', value: expect.stringContaining('"pagr"') },
    ]);
  });

  test("is the stack's own topic where the configuration names nobody", () => {
    const nobody = { route: { receiver: 'ops' }, receivers: [] };

    expect(receiversFor(aNotice(), nobody)).toEqual([{ name: 'default', sns: { topicArn: null } }]);
  });
});
