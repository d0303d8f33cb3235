import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readTemplate } from '../local/cloud/template/index.ts';
import { engine } from './stories/engine.ts';
import { restarts } from './stories/restarts.ts';
import { usedByAll } from './support/scene.ts';

const themes = { restarts, engine };

for (const [theme, stories] of Object.entries(themes)) {
  describe(theme, () => {
    for (const { name, play } of stories) test(name, play);
  });
}

// Last, and in this file, because it is about all of the stories above.
describe('the roles in serverless.yml', () => {
  const template = readTemplate(readFileSync('serverless.yml', 'utf8'));

  test.each(template.functions.map((fn) => [fn.name, fn] as const))(
    '%s may do exactly what its stories use',
    (name, fn) => {
      const used = usedByAll.flat().filter(({ principal }) => principal === name);
      const usedActions = [...new Set(used.map(({ action }) => action))].sort();
      const granted = [...new Set(fn.statements.flatMap(({ actions }) => actions))].sort();

      // The local cloud refuses what is not granted, so that a story fails for it; this finds what is not used.
      expect(granted).toEqual(usedActions);
    },
  );
});
