import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import type { Stacks } from './support/stacks.ts';

type Finding = {
  readonly Rule: { readonly Id: string };
  readonly Message: string;
};

/** What is known and meant. */
const known: readonly { readonly rule: string; readonly says: RegExp; readonly why: string }[] = [
  {
    rule: 'W3037',
    says: /^'describealarmcontributors' is not one of/,
    why: 'cfn-lint does not know the action yet: CloudWatch has an API of that name',
  },
];

const isKnown = ({ Rule, Message }: Finding): boolean =>
  known.some(({ rule, says }) => rule === Rule.Id && says.test(Message));

/** The packaged templates, before they are deployed. */
export function aboutTemplates({ acts, observes }: Stacks): void {
  describe.each([
    ['acts', acts],
    ['observes', observes],
  ])('the template of a stack that %s', (_, stack) => {
    test('is one that cfn-lint finds nothing in', () => {
      const command = process.env.CFN_LINT ?? '';
      const words = ['--format', 'json', '--template', stack().templateFile];

      const { stdout } = spawnSync(command, words, { encoding: 'utf8' });

      const found: readonly Finding[] = JSON.parse(stdout);
      const unknown = found.filter((finding) => !isKnown(finding));
      expect(unknown.map(({ Rule, Message }) => `${Rule.Id} ${Message}`)).toEqual([]);
    });
  });
}
