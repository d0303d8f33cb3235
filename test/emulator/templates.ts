import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { everything } from '../support/everything.ts';
import { packagedTemplate } from '../support/packaged.ts';
import type { Stacks } from './support/stacks.ts';

type Finding = {
  readonly Rule: { readonly Id: string };
  readonly Message: string;
};

function lint(templateFile: string): readonly string[] {
  const command = process.env.CFN_LINT ?? '';
  const words = ['--format', 'json', '--template', templateFile];
  const { stdout } = spawnSync(command, words, { encoding: 'utf8' });
  const found: readonly Finding[] = JSON.parse(stdout);
  return found.map(({ Rule, Message }) => `${Rule.Id} ${Message}`);
}

/** The template of a stack with this `deckhand.yml`, which is packaged and not deployed. */
function fileOf(config: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'deckhand-template-')), 'template.json');
  writeFileSync(file, JSON.stringify(packagedTemplate({ config })));
  return file;
}

/** The packaged templates, before they are deployed. */
export function aboutTemplates({ acts, observes }: Stacks): void {
  describe.each([
    ['acts', () => acts().templateFile],
    ['observes', () => observes().templateFile],
    ['has nothing configured', () => fileOf('')],
    ['has everything configured', () => fileOf(everything)],
  ])('the template of a stack that %s', (_, templateFile) => {
    test('is one that cfn-lint finds nothing in', () => {
      expect(lint(templateFile())).toEqual([]);
    });
  });
}
