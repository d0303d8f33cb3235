import { type CollectionTag, parse, type ScalarTag } from 'yaml';

/** Parses YAML with CloudFormation's short tags: `!Ref X` becomes `{Ref: 'X'}`, `!Sub …` `{'Fn::Sub': …}`. */
export const parseTemplate = (text: string): unknown => parse(text, { customTags: tags });

const functions = [
  'Ref',
  'Condition',
  'GetAtt',
  'Sub',
  'Join',
  'Select',
  'Split',
  'If',
  'Equals',
  'Not',
  'And',
  'Or',
  'ImportValue',
  'FindInMap',
];

const longName = (name: string): string =>
  name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;

const tags = functions.flatMap((name): (ScalarTag | CollectionTag)[] => {
  const tag = `!${name}`;
  return [
    { tag, resolve: (text: string) => ({ [longName(name)]: scalarOf(name, text) }) },
    { tag, collection: 'seq', resolve: (seq) => ({ [longName(name)]: seq.toJSON() }) },
    { tag, collection: 'map', resolve: (map) => ({ [longName(name)]: map.toJSON() }) },
  ];
});

/** `!GetAtt Table.Arn` is short for `[Table, Arn]`. */
function scalarOf(name: string, text: string): unknown {
  if (name !== 'GetAtt') return text;
  const [resource = '', ...attribute] = text.split('.');
  return [resource, attribute.join('.')];
}
