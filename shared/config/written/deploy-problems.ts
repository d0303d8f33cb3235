import { defaults } from '../defaults.ts';
import { problemOfExtract } from '../extract.ts';
import { parsePolicy, parseTagPattern } from '../policy.ts';

type Settings = {
  readonly policy?: string;
  readonly allowTags?: string;
  readonly extract?: string;
};

type Section = Settings & {
  readonly rules?: readonly (Settings & { readonly match: object })[];
};

type Complaint = { readonly path: (string | number)[]; readonly message: string };

/** What is wrong between keys each of which is right by itself. */
export function problemsOfDeploy(section: Section): Complaint[] {
  const { rules = [], ...above } = section;
  const ofRules = rules.flatMap((rule, index) =>
    rule.policy === undefined && rule.allowTags === undefined && rule.extract === undefined
      ? []
      : extractAtOdds({ ...above, ...rule }, ['rules', index]),
  );
  const own = rules.length === 0 || above.policy !== undefined ? extractAtOdds(above, []) : [];
  return [...unreachable(rules), ...own, ...ofRules];
}

/** Rules that stand below one for every container. */
function unreachable(rules: readonly { readonly match: object }[]): Complaint[] {
  const all = rules.findIndex(({ match }) => Object.keys(match).length === 0);
  if (all === -1) return [];
  const message = `is never reached: rules[${all}] matches every container`;
  return rules.slice(all + 1).map((_, below) => ({ path: ['rules', all + 1 + below], message }));
}

/** An `extract` that names a group which no regular expression has. */
function extractAtOdds(settings: Settings, path: (string | number)[]): Complaint[] {
  const { extract, policy = defaults.policy, allowTags = defaults.allowTags } = settings;
  if (extract === undefined) return [];
  const read = { policy: parsePolicy(policy), allowTags: parseTagPattern(allowTags) };
  if ('problem' in read.policy || (read.allowTags && 'problem' in read.allowTags)) return [];
  const problem = problemOfExtract(extract, read.policy, read.allowTags);
  return problem === null ? [] : [{ path: [...path, 'extract'], message: problem }];
}
