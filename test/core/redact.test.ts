import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { redact, redactLines } from '../../shared/core/redact.ts';

const key = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.SflKxwRJSMeKKF2QT4';
// Put together here, so that no scanner takes this file for a leak.
const fake = (prefix: string, length: number): string =>
  prefix + 'aB3dE5gH7j'.repeat(9).slice(0, length);

describe('secrets are taken out', () => {
  test.each([
    ['key id AKIAIOSFODNN7EXAMPLE used', 'key id [redacted] used'],
    ['"ASIAIOSFODNN7EXAMPLE"', '"[redacted]"'],
    [`aws_secret_access_key = ${key}`, 'aws_secret_access_key = [redacted]'],
    [`AWS_SECRET_ACCESS_KEY=${key} next`, 'AWS_SECRET_ACCESS_KEY=[redacted] next'],
    [
      `{"SecretAccessKey":"${key}","Code":"Success"}`,
      '{"SecretAccessKey":"[redacted]","Code":"Success"}',
    ],
    [`AWS Secret Access Key [None]: ${key}`, 'AWS Secret Access Key [None]: [redacted]'],
    [
      'GET https://b.s3.amazonaws.com/k?X-Amz-Credential=AB%2F1&X-Amz-Date=20260303T000000Z&X-Amz-Signature=0a1b failed',
      'GET https://b.s3.amazonaws.com/k?X-Amz-Credential=[redacted]&X-Amz-Date=20260303T000000Z&X-Amz-Signature=[redacted] failed',
    ],
    ['?X-Amz-Security-Token=IQoJb3JpZ2luX2Vj', '?X-Amz-Security-Token=[redacted]'],
    [
      'https://b/k?AWSAccessKeyId=x1&Signature=vjbyPxybdZ&Expires=1',
      'https://b/k?AWSAccessKeyId=[redacted]&Signature=[redacted]&Expires=1',
    ],
    [
      'https://a.blob.core.windows.net/c?sv=1&sig=ab%2Bcd',
      'https://a.blob.core.windows.net/c?sv=1&sig=[redacted]',
    ],
    ['Authorization: Bearer abc123DEF456', 'Authorization: Bearer [redacted]'],
    ['"authorization":"Basic dXNlcjpwYXNz"', '"authorization":"Basic [redacted]"'],
    ['sent bearer 0a1b2c3d4e5f to the peer', 'sent bearer [redacted] to the peer'],
    ['Cookie: session=0a1b2c; theme=dark', 'Cookie: [redacted]'],
    [`token is ${jwt}.`, 'token is [redacted]'],
    [fake('xoxb-', 30), '[redacted]'],
    [
      `https://hooks.slack.com/services/${fake('T0/B0/', 20)}`,
      'https://hooks.slack.com/services/[redacted]',
    ],
    [`using ${fake('ghp_', 36)}`, 'using [redacted]'],
    [fake('github_pat_', 40), '[redacted]'],
    [fake('sk_live_', 24), '[redacted]'],
    [fake('npm_', 36), '[redacted]'],
    [fake('AIza', 35), '[redacted]'],
    [
      'postgres://app:hunter2@db.internal:5432/shop',
      'postgres://app:[redacted]@db.internal:5432/shop',
    ],
    ['redis://:p@ss@cache:6379', 'redis://:[redacted]@cache:6379'],
    ['https://0123456789abcdef0123@sentry.io/1', 'https://[redacted]@sentry.io/1'],
    ['password=$ecret [x]', 'password=[redacted] [x]'],
    ['password=hunter2 user=app', 'password=[redacted] user=app'],
    ["db_password: 'hun ter2'", "db_password: '[redacted]'"],
    ['"client_secret": "abc\\"def", "x": 1', '"client_secret": "[redacted]", "x": 1'],
    ['DB_PASSWORD => hunter2', 'DB_PASSWORD => [redacted]'],
    [
      'Server=db;User Id=sa;Password=hunter2;Encrypt=yes',
      'Server=db;User Id=sa;Password=[redacted];Encrypt=yes',
    ],
    [
      'AccountName=a;AccountKey=abc+/==;EndpointSuffix=x',
      'AccountName=a;AccountKey=[redacted];EndpointSuffix=x',
    ],
    ['x-api-key: 0a1b2c3d', 'x-api-key: [redacted]'],
    [
      '-----BEGIN RSA PRIVATE KEY-----\\nMIIE\\n-----END RSA PRIVATE KEY----- x',
      '-----BEGIN RSA PRIVATE KEY-----[redacted]-----END RSA PRIVATE KEY----- x',
    ],
  ])('%s', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });
});

describe('what only looks like a secret stays', () => {
  test.each([
    'CannotPullContainerError: pull image manifest has been retried 5 time(s): not found',
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed',
    'failed to fetch secret arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf from secrets manager',
    'User: arn:aws:sts::123456789012:assumed-role/app/0123 is not authorized to perform: ecs:RunTask',
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com/vote@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
    'arn:aws:ecs:eu-west-1:123456789012:task/prod/0123456789abcdef0123456789abcdef',
    'prompt_tokens=512 max_tokens: 4096 "total_tokens": 1024',
    'tokenType=Bearer, token_count=3 secretName: db password_file=/run/secrets/db',
    'Basic authentication failed, bearer authorization missing',
    'Invalid password',
    'password=$DB_PASSWORD, secret="$API_SECRET", token=****',
    'password: null, token: undefined, secret=',
    'http://app:8080/path?user=a@b.example',
    'mail to ops@example.com about https://example.com:8443/a@b',
    'AKIA is a prefix, AKIA1234 is too short, and so is xoxb-1',
    'eyJ is how they begin',
    'SyntaxError: Unexpected token } in JSON at position 3',
    'design=1&sign=2&signature_version=4',
    '-----BEGIN CERTIFICATE----- and -----BEGIN PUBLIC KEY-----',
    'Exited with code 137: OutOfMemoryError: Container killed due to memory usage',
  ])('%s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('a private key over several lines', () => {
  const body = [fake('', 64), fake('', 64), 'abc='];
  const whole = ['-----BEGIN PRIVATE KEY-----', ...body, '-----END PRIVATE KEY-----'];

  test('loses its body, and nothing around it', () => {
    expect(redactLines(['before', ...whole, 'after'])).toEqual([
      'before',
      '-----BEGIN PRIVATE KEY-----',
      '[redacted]',
      '[redacted]',
      '[redacted]',
      '-----END PRIVATE KEY-----',
      'after',
    ]);
    expect(redact(whole.join('\n'))).not.toContain('abc=');
  });

  test('is known by either end when the excerpt has only one', () => {
    expect(redactLines(whole.slice(2)).slice(0, 2)).toEqual(['[redacted]', '[redacted]']);
    expect(redactLines(whole.slice(0, 3)).slice(1)).toEqual(['[redacted]', '[redacted]']);
  });
});

describe('whatever the text is', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      ...[
        'password=',
        'token: ',
        '"secret":"',
        'Bearer ',
        'Basic ',
        'AKIA',
        'AKIAIOSFODNN7EXAMPLE',
      ],
      ...[
        '://',
        ':',
        '@',
        'eyJ',
        jwt,
        '&sig=',
        'X-Amz-Signature=',
        '[redacted]',
        '[',
        '…',
        '"',
        "'",
      ],
      ...['Authorization: ', 'Cookie: ', 'xoxb-', 'ghp_', '-----BEGIN PRIVATE KEY-----', '\n', ' '],
      ...['-----END PRIVATE KEY-----', 'a'.repeat(64), '\\', '=', '<', '$', key, 'x'.repeat(990)],
    ),
  );
  const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

  test('redacting twice is redacting once', () => {
    fc.assert(
      fc.property(text, (some) => expect(redact(redact(some))).toBe(redact(some))),
      {
        numRuns: 2_000,
      },
    );
  });

  test('no line is longer than 1,000 characters', () => {
    fc.assert(
      fc.property(text, (some) => {
        for (const line of redact(some).split('\n')) expect(line.length).toBeLessThanOrEqual(1_000);
      }),
    );
  });

  test.each([
    ['a'],
    ['eyJ'],
    ['password'],
    ['://'],
    ['://a:'],
    ['password="'],
    ['Bearer '],
    ['-----BEGIN PRIVATE KEY-----'],
    ['-----BEGIN PRIVATE KEY-----\n'],
    ['cookie: '],
    ['SG.aaaaaaaaaaaaaaaaaaaa'],
    ['authorization: basic '],
    ['hooks.slack.com/services/'],
    [`${'a'.repeat(64)}\n`],
  ])('a megabyte of %j, in long lines, takes no longer than text does', (unit) => {
    const line = unit.repeat(Math.ceil(16_000 / unit.length));
    const start = process.cpuUsage().user;

    redact(Array.from({ length: 64 }, () => line).join('\n'));

    // Measured: under 0.2 s. One pattern in quadratic time makes it more than 5.
    expect(process.cpuUsage().user - start).toBeLessThan(2_000_000);
  });
});
