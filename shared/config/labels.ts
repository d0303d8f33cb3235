import { parseDurationMs } from './duration.ts';
import { problemOfExtract } from './extract.ts';
import { nearest } from './nearest.ts';
import { parsePolicy, parseTagPattern, problemOfGlob } from './policy.ts';
import type { Problem } from './problems.ts';
import type { TagOverrides } from './tags.ts';
import type { DeployRule } from './types/deploy.ts';

/** What a container's `dockerLabels` may set; each the key of the same name in a rule. */
type Overrides = Partial<
  Pick<
    DeployRule,
    | 'policy'
    | 'matchTag'
    | 'matchPreRelease'
    | 'extract'
    | 'allowTags'
    | 'ignoreTags'
    | 'pin'
    | 'cooldownMs'
  >
>;

type Read = Overrides | { readonly problem: string };

const prefix = 'deckhand.';

const readers: { readonly [name: string]: (text: string) => Read } = {
  deploy: readPolicy,
  // Keel's word for it.
  policy: readPolicy,
  matchTag: (text) => readFlag(text, (matchTag) => ({ matchTag })),
  matchPreRelease: (text) => readFlag(text, (matchPreRelease) => ({ matchPreRelease })),
  extract: (extract) => ({ extract }),
  allowTags: (text) => {
    const allowTags = parseTagPattern(text);
    return allowTags && 'problem' in allowTags ? allowTags : { allowTags };
  },
  ignoreTags: readIgnored,
  pin: (text) =>
    text === 'digest' || text === 'tag'
      ? { pin: text }
      : { problem: `expected digest or tag, found \`${text}\`` },
  cooldown: (text) => {
    const cooldownMs = parseDurationMs(text);
    return cooldownMs === null
      ? { problem: `expected a duration such as 10m, found \`${text}\`` }
      : { cooldownMs };
  },
};

/**
 * The rule as it holds for one container: what the file says, over that the tag `deckhand:deploy` of its service or task
 * definition, over that the container's own labels, `deckhand.deploy` and the like. Tag values may not have the
 * characters of most patterns (`^ * ~ > |`), labels may. Whoever finds a problem leaves the container alone: what was
 * meant to hold it back cannot be read. A problem's path is the label.
 */
export function ruleOfContainer(
  rule: DeployRule,
  tags: Pick<TagOverrides, 'policy'>,
  labels: { readonly [label: string]: string },
): { readonly rule: DeployRule; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  let whole: DeployRule = tags.policy ? { ...rule, policy: tags.policy } : rule;
  for (const [label, text] of Object.entries(labels)) {
    if (!label.startsWith(prefix)) continue;
    const name = label.slice(prefix.length);
    const read = Object.hasOwn(readers, name) ? readers[name]?.(text.trim()) : misspelt(name);
    if (read && 'problem' in read) problems.push({ path: label, message: read.problem });
    else whole = { ...whole, ...read };
  }
  return { rule: whole, problems: [...problems, ...twice(labels), ...ofExtract(whole)] };
}

function readPolicy(text: string): Read {
  const policy = parsePolicy(text);
  return 'problem' in policy ? policy : { policy };
}

const readFlag = (text: string, as: (flag: boolean) => Overrides): Read =>
  text === 'true' || text === 'false'
    ? as(text === 'true')
    : { problem: `expected true or false, found \`${text}\`` };

function readIgnored(text: string): Read {
  const ignoreTags = text.split(',').map((glob) => glob.trim());
  const [problem] = ignoreTags.flatMap((glob) => problemOfGlob(glob) ?? []);
  return problem === undefined ? { ignoreTags } : { problem };
}

function misspelt(name: string): Read | undefined {
  const meant = nearest(name, Object.keys(readers));
  return meant === null
    ? undefined
    : { problem: `unknown label, did you mean \`${prefix}${meant}\`?` };
}

const twice = (labels: { readonly [label: string]: string }): readonly Problem[] => {
  const { 'deckhand.deploy': deploy, 'deckhand.policy': policy } = labels;
  return deploy !== undefined && policy !== undefined && deploy.trim() !== policy.trim()
    ? [{ path: 'deckhand.policy', message: `says ${policy}, and deckhand.deploy says ${deploy}` }]
    : [];
};

function ofExtract({ extract, policy, allowTags }: DeployRule): readonly Problem[] {
  const message = extract === null ? null : problemOfExtract(extract, policy, allowTags);
  return message === null ? [] : [{ path: 'deckhand.extract', message }];
}
