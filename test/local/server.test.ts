import type { Server } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import inject from 'light-my-request';
import { createCloudServer } from '../../local/cloud/server.ts';
import { aCloud } from './support/cloud.ts';

/** Asks the server without a socket. */
const ask = (server: Server, request: inject.InjectOptions) =>
  inject((incoming, response) => void server.emit('request', incoming, response), request);

const signedFor = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=local/20260302/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=x`;

describe('the cloud over HTTP', () => {
  test('understands each protocol that the aws command line speaks', async () => {
    const cloud = await aCloud();
    const server = createCloudServer(cloud);

    const json = await ask(server, {
      method: 'POST',
      url: '/',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AmazonEC2ContainerServiceV20141113.ListClusters',
      },
      payload: '{}',
    });
    const xml = await ask(server, {
      method: 'POST',
      url: '/',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: signedFor('sns'),
      },
      payload: 'Action=ListTopics&Version=2010-03-31',
    });
    const rest = await ask(server, { method: 'GET', url: '/schedules?NamePrefix=a' });

    expect(json.json()).toEqual({ clusterArns: [] });
    expect(xml.payload).toContain(
      '<Topics><member><TopicArn>arn:aws:sns:eu-west-1:123456789012:small-dev-Topic</TopicArn></member></Topics>',
    );
    expect(rest.json()).toEqual({ Schedules: [] });
  });

  test('is Slack, too', async () => {
    const cloud = await aCloud();
    const channel = cloud.slack.channels.add('#ops');

    const answer = await ask(createCloudServer(cloud), {
      method: 'POST',
      url: '/api/chat.postMessage',
      headers: {
        authorization: 'Bearer xoxb-1',
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: 'channel=%23ops&text=hello',
    });

    expect(answer.json()).toMatchObject({ ok: true, channel: channel.id });
    expect(channel.messages).toMatchObject([{ text: 'hello' }]);
  });

  test.each([
    ['a page', 'GET', '/', 404],
    ['an action that nobody has', 'POST', '/', 400],
  ] as const)('answers %s in words', async (_what, method, url, status) => {
    const cloud = await aCloud();
    const headers = { 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.MakeCoffee' };

    const answer = await ask(createCloudServer(cloud), {
      method,
      url,
      ...(method === 'POST' ? { headers, payload: '{}' } : {}),
    });

    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ __type: 'UnknownOperationException' });
  });
});
