import { describe, expect, test } from '@jest/globals';
import { slackMessage } from '../../../shared/notify/render/slack.ts';
import { subjectOf, textOf } from '../../../shared/notify/render/text.ts';
import { slackProblems } from '../../support/block-kit.ts';
import { conversations } from '../../support/conversations.ts';
import { expectGolden } from '../../support/golden.ts';

describe.each(Object.entries(conversations))('an incident that is %s', (name, incident) => {
  test('looks like this in Slack, within its limits', () => {
    const message = slackMessage(incident());

    expect(slackProblems(message)).toEqual([]);
    expectGolden(`slack-${name}.json`, `${JSON.stringify(message, null, 2)}\n`);
  });

  test('reads like this in a mail', () => {
    const some = incident();

    expectGolden(`mail-${name}.txt`, `Subject: ${subjectOf(some)}\n\n${textOf(some)}`);
  });
});
