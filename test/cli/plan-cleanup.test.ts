import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { momentOf } from '../../cli/given.ts';
import { readImages, readUses } from '../../cli/images-file.ts';
import { deckhand } from '../support/cli.ts';
import { cleanupNow, daysAgo, digestOf } from '../support/ecr.ts';

const folder = mkdtempSync(join(tmpdir(), 'deckhand-plan-'));

afterAll(() => rmSync(folder, { recursive: true }));

/** The path of a file with this content, text or JSON. */
function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** An entry of DescribeImages, as `aws ecr describe-images` prints it. */
const detail = (name: string, days: number, fields: object = {}) => ({
  registryId: '123456789012',
  repositoryName: 'shop/vote',
  imageDigest: digestOf(name),
  imageTags: [name],
  imageSizeInBytes: 50 * 2 ** 20,
  imagePushedAt: daysAgo(days),
  imageManifestMediaType: 'application/vnd.docker.distribution.manifest.v2+json',
  ...fields,
});

const images = file('images.json', {
  imageDetails: [
    detail('v1', 400, { imagePushedAt: Date.parse(daysAgo(400)) / 1000 }),
    detail('v2', 300, { imageTags: undefined }),
    detail('v3', 30),
  ],
});

const policy = file('policy.json', {
  rules: [
    {
      rulePriority: 10,
      selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 },
      action: { type: 'expire' },
    },
  ],
});

const host = '123456789012.dkr-ecr.eu-west-1.on.aws';

const uses = (image: string) =>
  file('uses.json', [{ image, by: 'service shop/vote revision 7 pins this digest' }]);

const plan = (...words: readonly string[]) =>
  deckhand(['plan', 'cleanup', '--now', cleanupNow, ...words]);

describe('deckhand plan cleanup', () => {
  test('--json has what goes, what stays and why, and nothing else', async () => {
    const given = ['--images', images, '--policy', policy];

    const { stdout, code } = await plan(
      ...given,
      '--uses',
      uses(`${host}/shop/vote@${digestOf('v2')}`),
      '--json',
    );

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      delete: [{ digest: digestOf('v1'), tags: ['v1'], rule: 10, action: 'expire' }],
      keep: [
        {
          digest: digestOf('v2'),
          tags: [],
          because: 'in use: service shop/vote revision 7 pins this digest',
        },
        {
          digest: digestOf('v3'),
          tags: ['v3'],
          because: 'rule 10 keeps it: among its newest image',
        },
      ],
      hold: null,
    });
  });

  test('people get a table, and what it comes to', async () => {
    const { stdout } = await plan('--images', images, '--policy', policy);

    expect(stdout.split('\n')).toEqual([
      '        IMAGE                TAGS      PUSHED    SIZE    WHY',
      `delete  ${digestOf('v1').slice(0, 19)}  v1        400d ago  50 MiB  rule 10 would delete it`,
      expect.stringContaining('untagged'),
      expect.stringContaining('keep'),
      '',
      '2 of 3 images would go: at most 100 MiB, at most $0.01 a month.',
      '',
    ]);
  });

  test('a use that may be of any image holds everything, and is a finding', async () => {
    const given = ['--images', images, '--policy', policy, '--uses', uses('$IMAGE'), '--json'];

    const { stdout, code } = await plan(...given);

    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      delete: [],
      hold: 'given: service shop/vote revision 7 pins this digest: cannot read the image `$IMAGE`',
    });
    expect(JSON.parse(stdout).keep).toHaveLength(3);
  });

  test('a list that was cut short holds everything: what it lacks may own what it has', async () => {
    const cut = file('cut.json', { imageDetails: [detail('v1', 400)], NextToken: 'x' });

    const { stdout, code } = await plan('--images', cut, '--policy', policy, '--json');

    expect(code).toBe(1);
    expect(JSON.parse(stdout).hold).toContain('is not the whole list');
  });

  test('manifests tell what belongs to an index', async () => {
    const mediaType = 'application/vnd.oci.image.index.v1+json';
    const index = file('index.json', {
      imageDetails: [
        detail('multi', 400, { imageManifestMediaType: mediaType }),
        detail('arm', 400, { imageTags: [] }),
        detail('v3', 30),
      ],
    });
    const manifests = file('manifests.json', {
      images: [
        {
          imageId: { imageDigest: digestOf('multi') },
          imageManifest: JSON.stringify({ manifests: [{ digest: digestOf('arm'), size: 500 }] }),
        },
      ],
    });
    const given = ['--images', index, '--policy', policy, '--json'];

    const sealed = await plan(...given);
    const open = await plan(...given, '--manifests', manifests);

    expect(JSON.parse(sealed.stdout).delete).toEqual([]);
    expect(JSON.parse(open.stdout).delete).toMatchObject([
      { digest: digestOf('multi') },
      { digest: digestOf('arm') },
    ]);
  });
});

describe('wrong input is told in one line', () => {
  const good = file('good.json', { imageDetails: [detail('v1', 1)] });

  test.each([
    ['{"rules": [', /^images:1:\d+: not JSON/],
    ['{}', 'images: imageDetails: is required'],
    [
      [detail('v1', 1, { imagePushedAt: 'lately' })],
      /imageDetails\[0\].imagePushedAt: expected a time/,
    ],
    [[detail('v1', 1, { imageDigest: 'v1' })], /imageDetails\[0\].imageDigest: expected sha256/],
    [[detail('a', 1), detail('a', 1)], /stands further up already/],
    [
      [detail('a', 1), detail('b', 1, { repositoryName: 'x' })],
      /images of one repository, found shop\/vote and x/,
    ],
  ])('images %j', (content, expected) => {
    const text = typeof content === 'string' ? content : JSON.stringify({ imageDetails: content });

    expect(() => readImages(text, 'images')).toThrow(expected);
  });

  test.each([
    ['[{}]', 'uses: [0].image: is required'],
    ['[{"image": "a", "bye": "b"}]', /unknown key `bye`, did you mean `by`/],
    ['{}', /expected a list/],
  ])('uses %s', (text, expected) => {
    expect(() => readUses(text, 'uses')).toThrow(expected);
  });

  test('a policy that ECR would refuse names the rule', async () => {
    const wrong = file('wrong.json', {
      rules: [
        {
          rulePriority: 3,
          selection: {
            tagStatus: 'any',
            countType: 'sinceImagePulled',
            countUnit: 'days',
            countNumber: 9,
          },
          action: { type: 'expire' },
        },
      ],
    });

    const { stderr, code } = await plan('--images', good, '--policy', wrong);

    expect(stderr).toMatch(
      /wrong\.json: rules\[0\]\.action\.type: V10: .*\(rule of priority 3\)\n$/,
    );
    expect(code).toBe(1);
  });

  test.each([
    [['--images', good, '--policy', policy, '--now', 'noon'], /--now noon: expected a time/],
    [['--images', '-', '--policy', '-'], /standard input/],
  ])('wrong usage: %j', async (words, expected) => {
    const { stderr, code } = await deckhand(['plan', 'cleanup', ...words]);

    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(expected)]);
    expect(code).toBe(2);
  });
});

test.each([
  ['2026-03-01T12:00:00+01:00', '2026-03-01T11:00:00.000Z'],
  ['2026-03-01T12:00:00', '2026-03-01T12:00:00.000Z'],
  ['2026-03-01', '2026-03-01T00:00:00.000Z'],
  [1_772_366_400.5, '2026-03-01T12:00:00.500Z'],
  ['1772366400', '2026-03-01T12:00:00.000Z'],
  ['noon', null],
  [1e300, null],
])('the time %s is %s, whatever zone this machine is in', (text, expected) => {
  expect(momentOf(text)).toBe(expected);
});
