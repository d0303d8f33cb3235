import type { Notice } from '../core/notice.ts';

/** Where a source is denied, every repository is told of: a record, and a reader, have room for so many. */
const maxFields = 100;

/** As many as there is room for, one repository each; `where` says where to find the others. */
export const fewOf = (fields: Notice['fields'], where: string): Notice['fields'] =>
  fields.length <= maxFields
    ? fields
    : [
        ...fields.slice(0, maxFields),
        { name: `and ${fields.length - maxFields} more repositories`, value: where },
      ];
