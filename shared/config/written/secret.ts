import * as z from 'zod';

/** The name of an SSM parameter that holds a secret; the secret itself does not belong into the file. */
export const ParameterName = z
  .string()
  .regex(/^(?!xox|https?:)/, {
    error: 'expected the name of an SSM parameter, and this looks like the secret itself',
    abort: true,
  })
  .regex(/^\/deckhand(\/[A-Za-z0-9_.-]+)+$/, {
    error:
      'expected an SSM parameter below /deckhand/, which is all that the function may read, such as /deckhand/slack-token',
  });

/** The name or ARN of a secret in Secrets Manager; after a `#`, the member of its JSON. */
export const SecretName = z
  .string()
  .regex(
    /^(arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:)?deckhand\/[A-Za-z0-9/_+=.@-]+(#[^#\s]+)?$/,
    {
      error:
        'expected a secret below deckhand/, which is all that the function may read, such as deckhand/slack or deckhand/slack#token, or its ARN',
    },
  );

/** That exactly one of these keys is there; `optional`, that at most one is. */
export function oneOf(keys: readonly [string, ...string[]], optional = false) {
  const error = `give ${keys.join(' or ')}${optional ? ', not both' : ''}`;
  const isGood = (value: object): boolean => {
    const given = keys.filter((key) => key in value).length;
    return given === 1 || (optional && given === 0);
  };
  return [isGood, { error }] as const;
}
