import { Command } from 'commander';
import { problemOfExtract } from '../shared/config/extract.ts';
import { parsePolicy, parseTagPattern, problemOfGlob } from '../shared/config/policy.ts';
import { BadInput } from '../shared/core/errors.ts';
import { parseImage } from '../shared/core/image.ts';
import { type PickRules, pickTag } from '../shared/deploy/pick.ts';
import type { RunningImage, Tag } from '../shared/deploy/tag.ts';
import { readInput } from './input.ts';
import { paint, print, printJson, table } from './output.ts';
import { reasonRow } from './reason-row.ts';
import { WrongUsage } from './wrong-usage.ts';

type Options = {
  readonly policy: string;
  readonly current: string;
  readonly matchTag?: true;
  readonly matchPreRelease: boolean;
  readonly extract?: string;
  readonly allowTags: string;
  readonly ignoreTags: readonly string[];
  readonly json?: true;
};

/** `deckhand pick --policy P --current TAG TAG...`: which tag the policy would roll out, and why none of the others. */
export function pick(): Command {
  return new Command('pick')
    .summary('say which tag a policy would roll out')
    .description(
      'Says which of the tags a policy would roll out in place of the current one, and what becomes of each. ' +
        'A tag may have its digest with it, TAG@sha256:…; the policies digest and force need it to see that a tag was moved.',
    )
    .argument(
      '[tags...]',
      'the tags to choose from; without any, or for -, one a line on standard input',
    )
    .requiredOption('--policy <policy>', 'minor, semver:^1, numerical:^build-([0-9]+)$, …')
    .requiredOption('--current <tag>', 'the tag that runs')
    .option('--match-tag', 'only the very tag that runs')
    .option(
      '--match-pre-release <true or false>',
      'whether major, minor and patch keep the pre-release',
      readBoolean,
      true,
    )
    .option('--extract <template>', 'what to compare instead of the tag, from groups: $1, $version')
    .option('--allow-tags <pattern>', 'any, regexp:<regular expression> or glob:<glob>', 'any')
    .option('--ignore-tags <globs>', 'globs, comma-separated; may be given again', collect, [])
    .option(
      '--json',
      'print {pick: TAG or null, reasons: [{rule, holds, because}]} and nothing else',
    )
    .addHelpText(
      'after',
      '\nExample:\n  $ deckhand pick --policy minor --current 1.2.3 1.2.4 1.3.0 2.0.0',
    )
    .action(async (words: readonly string[], options: Options) => {
      const rules = readRules(options);
      const current = readTag(options.current) ?? wrong(`--current ${options.current}`);
      const chosen = pickTag(current, await readTags(words), rules);
      if (options.json) return printJson(chosen);
      print(inShort(current, chosen.pick));
      print(table(chosen.reasons.map(reasonRow)));
    });
}

function readBoolean(text: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw new WrongUsage(`--match-pre-release ${text}: expected true or false`);
}

const collect = (text: string, before: readonly string[]): readonly string[] => [
  ...before,
  ...text.split(',').map((glob) => glob.trim()),
];

function readRules(options: Options): PickRules {
  const { extract = null, ignoreTags, matchPreRelease, matchTag = false } = options;
  const policy = parsePolicy(options.policy);
  if ('problem' in policy) throw new WrongUsage(`--policy ${options.policy}: ${policy.problem}`);
  const allowTags = parseTagPattern(options.allowTags);
  if (allowTags && 'problem' in allowTags) {
    throw new WrongUsage(`--allow-tags ${options.allowTags}: ${allowTags.problem}`);
  }
  for (const glob of ignoreTags) {
    const problem = problemOfGlob(glob);
    if (problem !== null) throw new WrongUsage(`--ignore-tags: ${problem}`);
  }
  const problem = extract === null ? null : problemOfExtract(extract, policy, allowTags);
  if (problem !== null) throw new WrongUsage(`--extract ${extract}: ${problem}`);
  return { policy, matchTag, matchPreRelease, extract, allowTags, ignoreTags };
}

/** `1.2.3`, `1.2.3@sha256:…` or `@sha256:…`; `null` for what is none of them. */
function readTag(text: string): RunningImage | null {
  const image = parseImage(text.startsWith('@') ? `image${text}` : `image:${text}`);
  if (image?.repository !== 'image') return null;
  const { tag, digest } = image;
  return { ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
}

const hasTag = (image: RunningImage | null): image is Tag => image?.tag !== undefined;

async function readTags(words: readonly string[]): Promise<readonly Tag[]> {
  if (words.length === 0 && process.stdin.isTTY) throw new WrongUsage('no tags to choose from');
  const typed = words.filter((word) => word !== '-');
  const piped = typed.length < words.length || words.length === 0 ? await readInput('-') : '';
  return [
    ...typed.map((word) => tagOf(word, (why) => new WrongUsage(why))),
    ...piped
      .split(/\s+/)
      .filter((word) => word !== '')
      .map((word) => tagOf(word, (why) => new BadInput(`standard input: ${why}`))),
  ];
}

function tagOf(word: string, failure: (why: string) => Error): Tag {
  const tag = readTag(word);
  if (hasTag(tag)) return tag;
  throw failure(`${word}: ${notATag}`);
}

const notATag = 'is no tag; tags have letters, digits and _ . -, at most 128 of them';

function wrong(what: string): never {
  throw new WrongUsage(`${what}: ${notATag}`);
}

const inShort = (current: RunningImage, picked: string | null): string => {
  const running = current.tag ?? current.digest ?? '';
  return picked === null
    ? `${paint.bold(running)} stays`
    : `${running} is followed by ${paint.bold(picked)}`;
};
