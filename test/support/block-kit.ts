import type { SlackMessage } from '../../shared/core/world.ts';

type Shown = Pick<SlackMessage, 'text' | 'blocks'>;
type Part = { readonly [field: string]: unknown };

const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null;
const partsOf = (value: unknown): readonly Part[] =>
  Array.isArray(value) ? value.filter(isPart) : [];

/**
 * Which of Slack's limits a message breaks; none, if all is well. Documented: 50 blocks, 150
 * characters in a header, 3000 in a section, 10 fields of 2000, 10 elements in a context. Found out
 * by others: about 13 KB of blocks at most.
 */
export function slackProblems({ text, blocks }: Shown): readonly string[] {
  return [
    text.length < 1 || text.length > 3_000 ? `text has ${text.length} characters` : [],
    blocks.length > 50 ? `${blocks.length} blocks` : [],
    Buffer.byteLength(JSON.stringify(blocks)) > 12_000 ? 'more than 12,000 bytes of blocks' : [],
    /[\ud800-\udfff]/u.test(JSON.stringify(blocks)) ? 'half a character' : [],
    blocks.flatMap(problemsOfBlock),
  ].flat();
}

function problemsOfBlock(block: Part): readonly string[] {
  switch (block.type) {
    case 'header':
      return problemsOfText(block.text, 150, 'header');
    case 'context':
      return [
        partsOf(block.elements).length > 10 ? 'more than 10 elements' : [],
        partsOf(block.elements).flatMap((element) => problemsOfText(element, 3_000, 'context')),
      ].flat();
    case 'image':
      return problemsOfImage(block);
    case 'section':
      return problemsOfSection(block);
    default:
      return [`unknown block ${String(block.type)}`];
  }
}

function problemsOfImage({ alt_text, slack_file }: Part): readonly string[] {
  const length = typeof alt_text === 'string' ? alt_text.length : 0;
  return [
    length < 1 || length > 2_000 ? `alt_text has ${length} characters` : [],
    isPart(slack_file) && slack_file.id ? [] : 'an image of nothing',
  ].flat();
}

function problemsOfSection({ text, fields }: Part): readonly string[] {
  const count = partsOf(fields).length;
  return [
    text === undefined && count === 0 ? 'a section without text' : [],
    count > 10 ? `${count} fields` : [],
    text === undefined ? [] : problemsOfText(text, 3_000, 'section'),
    partsOf(fields).flatMap((field) => problemsOfText(field, 2_000, 'field')),
  ].flat();
}

/**
 * Links that we write look like `<https://…|text>`; any other `<`, `>` or `&` has to be escaped.
 */
const links = /<https?:\/\/[^<>|\s]+\|[^<>|]+>/g;
const entities = /&(?:amp|lt|gt);/g;

function problemsOfText(part: unknown, most: number, where: string): readonly string[] {
  const text = isPart(part) ? part.text : undefined;
  if (typeof text !== 'string') return [`${where} without text`];
  const fences = text.split('```').length - 1;
  return [
    text.length < 1 || text.length > most ? `${where} has ${text.length} characters` : [],
    /[<>&]/.test(text.replace(links, '').replace(entities, '')) ? `${where} is not escaped` : [],
    fences % 2 === 1 || fences > 2 ? `${where} has ${fences} fences` : [],
  ].flat();
}
