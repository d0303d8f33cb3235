import { expect } from '@jest/globals';
import { costOf, launchRemembered, total } from '../support/costs.ts';
import {
  acting,
  endedWell,
  ends,
  hour,
  minute,
  openScene,
  reportDefinition,
  reportFailsOnce,
  type Scene,
  threadOf,
} from '../support/scene.ts';
import type { Story } from './story.ts';

const secrets = {
  key: 'AKIAIOSFODNN7EXAMPLE',
  secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  signature: '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
};

const chatter = [
  `using ${secrets.key}, aws_secret_access_key=${secrets.secret}`,
  `GET https://shop.s3.amazonaws.com/r?X-Amz-Credential=${secrets.key}%2F20260303&X-Amz-Signature=${secrets.signature}`,
  'panic: out of cheese',
];

/** Revision 2 of the family: another image, one more variable, an owner. */
async function registerSecond(scene: Scene): Promise<string> {
  const digest = scene.cloud.ecr.push({ repository: 'shop/report', tag: '1.1.0' });
  const [app] = [reportDefinition.containerDefinitions].flat();
  await scene.register({
    ...reportDefinition,
    containerDefinitions: [
      {
        ...(typeof app === 'object' ? app : {}),
        image: scene.cloud.ecr.uri('shop/report', '1.1.0'),
        environment: [{ name: 'MODE', value: 'fast' }],
      },
    ],
    tags: [{ key: 'owner', value: 'team-sales' }],
  });
  return digest;
}

/** Where the console of a partition lives. */
const consoles = [
  { partition: 'aws-cn', region: 'cn-north-1', host: 'console.amazonaws.cn' },
  { partition: 'aws-us-gov', region: 'us-gov-west-1', host: 'console.amazonaws-us-gov.com' },
];

export const notices: readonly Story[] = [
  {
    name: "without a configuration nothing is done, and the stack's own topic gets a mail that people can read",
    async play() {
      const scene = await openScene({ config: '' });
      scene.play('report', { writes: ['starting', 'boom'], ...ends(1) });
      await scene.runTask();

      await scene.pass(hour);

      const [mail, ...others] = scene.cloud.sns.published;
      expect(others).toEqual([]);
      expect(mail?.topicArn).toBe('arn:aws:sns:us-east-1:123456789012:deckhand-dev-Topic');
      expect(mail?.subject).toBe(
        '[ERROR] report: The application ended with an error - would be restarted',
      );
      const lines = mail?.message.split('\n') ?? [];
      expect(lines).toEqual(expect.arrayContaining(['  | starting', '  | boom']));
      expect(mail?.message).toContain('What to do: ');
      const prose = lines.filter((line) => !line.includes('https://'));
      expect(prose.filter((line) => line.length > 76)).toEqual([]);
      expect(scene.restarts()).toEqual([]);
      expect(scene.tally()).toEqual(
        total(launchRemembered, costOf.report, costOf.log, costOf.mail),
      );
    },
  },
  {
    name: 'a message tells exit code, hint, digest, owner, changes and log, and no secret leaves the log',
    async play() {
      const scene = await openScene();
      const digest = await registerSecond(scene);
      scene.play('report', { writes: chatter, ...ends(137) }, ends(0));
      await scene.runTask();

      await scene.pass(3 * minute);

      const shown = scene.shown();
      for (const told of [
        '137 = 128 + 9, SIGKILL',
        '*What to do:*',
        digest,
        '*Owner*\\nteam-sales',
        'report:1.1.0',
        'environment MODE added',
        'panic: out of cheese',
        '[redacted]',
        `https://us-east-1.console.aws.amazon.com/ecr/repositories/private/123456789012/shop/report/_/image/${digest}`,
      ]) {
        expect(shown).toContain(told);
      }
      const sent = scene.cloud.calls.filter(({ principal }) => principal !== 'operator');
      const written = JSON.stringify(sent.map(({ input }) => input));
      for (const secret of Object.values(secrets)) expect(written).not.toContain(secret);
    },
  },
  {
    name: 'an incident is one message that is kept up to date, with its history in the thread',
    async play() {
      const scene = await openScene();
      await reportFailsOnce(scene);

      await scene.pass(3.7 * minute);
      const before = scene.titles();
      await scene.pass(hour);

      const [message, ...others] = scene.board();
      expect(before).toEqual([expect.stringContaining('restarting, attempt 1 of 3')]);
      expect(scene.titles()).toEqual([endedWell]);
      expect(others).toEqual([]);
      expect(message?.edits).toBe(2);
      expect(threadOf(scene)).toHaveLength(2);
      expect(new Set(scene.channel.messages.map(({ threadTs }) => threadTs))).toEqual(
        new Set([null, message?.ts]),
      );
    },
  },
  {
    name: 'the tag deckhand:receiver chooses who is told; one that names nobody is told to the route',
    async play() {
      const second =
        '    - { name: sales, slack: { channel: "#sales", tokenParameter: /deckhand/slack-token } }';
      const scene = await openScene(acting(second));
      const sales = scene.cloud.slack.channels.add('#sales');
      const tagged = (value: string) => ({
        ...reportDefinition,
        tags: [{ key: 'deckhand:receiver', value }],
      });
      scene.play('report', ends(1), ends(0), ends(1), ends(0));

      await scene.register(tagged('sales'));
      await scene.runTask();
      await scene.pass(hour);
      const toldToSales = sales.messages.length;
      await scene.register(tagged('marketing'));
      await scene.runTask();
      await scene.pass(hour);

      expect(toldToSales).toBeGreaterThan(0);
      expect(sales.messages).toHaveLength(toldToSales);
      expect(scene.titles()).toEqual([endedWell]);
      expect(scene.shown()).toContain('unknown receiver `marketing`');
    },
  },
  ...consoles.map(({ partition, region, host }) => ({
    name: `in ${partition} the same stack works, and links lead to its console`,
    async play() {
      const scene = await openScene({ place: { partition, region } });
      const inPlace = JSON.stringify(reportDefinition).replaceAll('arn:aws:', `arn:${partition}:`);
      await scene.register(JSON.parse(inPlace));
      await reportFailsOnce(scene);

      await scene.pass(hour);

      expect(scene.titles()).toEqual([endedWell]);
      expect(scene.shown()).toContain(`https://${host}/ecs/v2/clusters/prod/tasks/`);
      expect(scene.shown()).not.toContain('console.aws.amazon.com/ecs');
      expect(scene.cloud.deadLetters()).toEqual([]);
    },
  })),
];
