/** What to look for, and what to put in its place. */
type Pattern = {
  readonly find: RegExp;
  readonly put: (match: string, ...groups: string[]) => string;
};

const mark = '[redacted]';

const whole = (find: RegExp): Pattern => ({ find, put: () => mark });

/** Keeps the first group, which says what it was, and any last group. */
const after = (find: RegExp): Pattern => ({
  find,
  put: (_match, kept = '', value = '') => (isNoSecret(value) ? kept + value : kept + mark),
});

/** Words and variables that stand where a secret would, and secrets already taken out. */
function isNoSecret(value: string): boolean {
  const bare = value.replace(/^["']|["']$/g, '');
  return words.test(bare) || /^(?:\$\{?[A-Z][A-Z_]+\}?|\[redacted\].*)$/.test(bare);
}

const words =
  /^(?:null|none|nil|undefined|true|false|yes|no|empty|missing|required|invalid|…|\*+|x+|%s)?$/i;

/**
 * Names that hold no secret although they contain the name of one: `token_count`, `secretArn`,
 * `password_file`. Plurals count or list: `max_tokens`, "unable to pull secrets: …".
 */
const harmlessSuffix =
  /^(?:s\b|.*?(?:count|type|name|arn|id|file|path|length|limit|expir|ttl|polic|ur[li]|endpoint|version|budget|usage|used|less|valid|age|error|manager))/i;

const secretNames =
  /((?:passwords?|passwd|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|account[_-]?key|signing[_-]?key|encryption[_-]?key)([\w-]{0,40})["']?\s{0,3}(?::|=>?)\s{0,3})("(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|[^\s,;&"'<>(){}]+)/gi;

const named: Pattern = {
  find: secretNames,
  put(match, kept = '', suffix = '', value = '') {
    if (harmlessSuffix.test(suffix) || isNoSecret(value)) return match;
    const quote = /^["']/.exec(value)?.[0] ?? '';
    return `${kept}${quote}${mark}${quote}`;
  },
};

/**
 * "Basic authentication failed" and "bearer token missing" are prose: credentials have more than
 * small letters.
 */
const scheme: Pattern = {
  find: /\b((?:bearer|basic)\s{1,3})([A-Za-z0-9+/=._~-]{8,})/gi,
  put: (match, kept = '', value = '') => (/^[A-Z]?[a-z.-]+$/.test(value) ? match : kept + mark),
};

/**
 * Every pattern is linear: it starts at a literal or at the edge of a word, and repeats one class
 * of characters at a time. Sources: the token formats that the vendors document.
 */
export const patterns: readonly Pattern[] = [
  // JSON web tokens, signed or encrypted.
  whole(/(?<![\w-])eyJ[\w-]{8,}(?:\.[\w-]*){1,4}/g),
  // AWS access key ids: long-term, temporary, and those of contexts and bearers.
  whole(/(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16,}/g),
  whole(/(?<![A-Za-z0-9])(?:xox[abeoprs]|xapp)-[A-Za-z0-9-]{10,}/g),
  after(/(hooks\.slack\.com\/(?:services|workflows)\/)([\w/-]{10,})/g),
  whole(/(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{20,}|glpat-[\w-]{20,})/g),
  whole(/(?<![A-Za-z0-9])(?:[rs]k_(?:live|test)_\w{10,}|whsec_[\w+/=]{20,})/g),
  whole(/(?<![A-Za-z0-9])(?:npm_[A-Za-z0-9]{30,}|pypi-[\w-]{30,}|dckr_pat_[\w-]{20,})/g),
  whole(/(?<![A-Za-z0-9])(?:AIza[\w-]{35,}|ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,})/g),
  whole(/(?<![A-Za-z0-9])(?:sk-[A-Za-z0-9][\w-]{30,}|SG\.[\w-]{16,}\.[\w-]{16,})/g),
  // Pre-signed URLs: of S3, of CloudFront, and shared access signatures.
  after(/(X-Amz-(?:Signature|Credential|Security-Token)["']?[=:]\s?["']?)([^&\s"'<>,]+)/gi),
  after(/((?:[?&;]|u0026)(?:AWSAccessKeyId|Signature|sig|Key-Pair-Id|Policy)=)([^&\s"'<>,]+)/gi),
  // The Authorization header of Signature Version 4.
  after(/(AWS4-HMAC-SHA256\s{1,3}Credential=)([^\s,"']+)/g),
  after(/(\bSignature=)([0-9a-fA-F]{40,})/g),
  // Headers that are secrets as a whole.
  after(/(\b(?:set-)?cookie["']?:\s{0,3}["']?)([^\r\n"']{4,})/gi),
  after(
    /(authorization["']?\s{0,3}[:=]\s{0,3}["']?(?:(?:basic|bearer|digest|token|negotiate|apikey)\s{1,3})?)([^\s"',;]{6,})/gi,
  ),
  scheme,
  // Passwords in URLs, and user names as long as a token.
  {
    find: /(:\/\/[^\s:/@?#"']{0,200}:)([^\s/?#"']{1,300})(@)/g,
    put: (_match, kept = '', _value = '', at = '') => kept + mark + at,
  },
  {
    find: /(:\/\/)([^\s:/@?#"'[\]]{20,300})(@)/g,
    put: (_match, kept = '', _value = '', at = '') => kept + mark + at,
  },
  // The AWS command line asks for it in these words.
  after(/(secret access key(?: \[[^\]]{0,30}\])?[:=]\s{0,3})([^\s,;"']+)/gi),
  named,
];
