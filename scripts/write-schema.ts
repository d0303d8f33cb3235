import { readFileSync, writeFileSync } from 'node:fs';
import { configJsonSchema } from '../shared/config/json-schema.ts';
import { configReference } from './config-reference.ts';

const schemaFile = new URL('../docs/deckhand.schema.json', import.meta.url);
const pageFile = new URL('../docs/configuration.md', import.meta.url);

writeFileSync(schemaFile, `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
writeFileSync(
  pageFile,
  readFileSync(pageFile, 'utf8').replace(
    /(<!-- keys: .*? -->\n)[\s\S]*(\n<!-- end of keys -->)/,
    (_, start: string, end: string) => `${start}\n${configReference()}\n${end}`,
  ),
);
