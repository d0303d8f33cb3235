import { describe, expect, test } from '@jest/globals';
import { newsOf } from '../../../shared/notify/news.ts';
import { amazonQMessage } from '../../../shared/notify/render/amazon-q.ts';
import { pagerDutyEvent } from '../../../shared/notify/render/pagerduty.ts';
import { slackMessage } from '../../../shared/notify/render/slack.ts';
import { subjectOf, textOf } from '../../../shared/notify/render/text.ts';
import { webhookBody } from '../../../shared/notify/render/webhook.ts';
import { slackProblems } from '../../support/block-kit.ts';
import { conversations } from '../../support/conversations.ts';
import { expectGolden } from '../../support/golden.ts';
import { amazonQProblems, pagerDutyProblems } from '../../support/receiver-limits.ts';

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

  test('is this for Amazon Q, within its limits', () => {
    const message = amazonQMessage(incident());

    expect(amazonQProblems(message)).toEqual([]);
    expectGolden(`amazon-q-${name}.json`, `${JSON.stringify(message, null, 2)}\n`);
  });

  test('is this for PagerDuty, within its limits', () => {
    const event = pagerDutyEvent(incident());

    expect(pagerDutyProblems(event)).toEqual([]);
    expectGolden(`pagerduty-${name}.json`, `${JSON.stringify(event, null, 2)}\n`);
  });

  test('is this for a webhook', () => {
    const some = incident();

    const body = webhookBody(some, newsOf(some, 'webhook') ?? 'opened', 'ops');

    expectGolden(`webhook-${name}.json`, `${JSON.stringify(body, null, 2)}\n`);
  });
});
