import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import type { Stacks } from './support/stacks.ts';

type Finding = {
  readonly Rule: { readonly Id: string };
  readonly Message: string;
};

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
      expect(found.map(({ Rule, Message }) => `${Rule.Id} ${Message}`)).toEqual([]);
    });
  });
}
