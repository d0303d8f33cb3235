import { isBody } from '../protocols/json.ts';
import type { Body } from '../types.ts';

/**
 * Slack's limits on what a message may hold, as its Block Kit reference documents them; the total is not
 * documented and was found by people who ran into it (slackapi/bolt-js#2509).
 */
const limits = {
  blocks: 50,
  attachments: 100,
  headerText: 150,
  sectionText: 3000,
  sectionFields: 10,
  fieldText: 2000,
  contextElements: 10,
  actionElements: 25,
  buttonText: 75,
  buttonValue: 2000,
  url: 3000,
  blockId: 255,
  markdownTotal: 12_000,
  blocksTotal: 13_200,
};

/** Why Slack would refuse the message, or `null`. `details` name the block at fault. */
export function refusalOf(message: {
  readonly text: string;
  readonly blocks: readonly unknown[];
  readonly attachments: readonly unknown[];
}): { readonly error: string; readonly details: readonly string[] } | null {
  const { blocks, attachments } = message;
  if (message.text === '' && blocks.length === 0 && attachments.length === 0) {
    return { error: 'no_text', details: [] };
  }
  if (attachments.length > limits.attachments) {
    return { error: 'too_many_attachments', details: [] };
  }
  const inAttachments = attachments.map((one) => (isBody(one) ? listOf(one.blocks) : []));
  const lists = [blocks, ...inAttachments];
  const details = lists.flatMap(problemsOf);
  if (details.length > 0) return { error: 'invalid_blocks', details };
  const size = lists.reduce((sum, list) => sum + JSON.stringify(list).length, 0);
  return size > limits.blocksTotal ? { error: 'msg_blocks_too_long', details: [] } : null;
}

function problemsOf(blocks: readonly unknown[]): string[] {
  const tooMany =
    blocks.length > limits.blocks ? [`no more than ${limits.blocks} items allowed`] : [];
  const problems = blocks.flatMap((block, index) => {
    const problem = isBody(block) ? problemOf(block) : 'must be an object';
    return problem ? [`${problem} [json-pointer:/blocks/${index}]`] : [];
  });
  const markdown = blocks.map((block) =>
    isBody(block) && block.type === 'markdown' ? length(block.text) : 0,
  );
  const total = markdown.reduce((sum, one) => sum + one, 0);
  const tooLong = total > limits.markdownTotal ? ['markdown text is too long in total'] : [];
  return [...tooMany, ...problems, ...tooLong];
}

function problemOf(block: Body): string | null {
  if (length(block.block_id) > limits.blockId) return 'block_id is too long';
  switch (block.type) {
    case 'header':
      return textProblem(block.text, limits.headerText, ['plain_text']);
    case 'section':
      return sectionProblem(block);
    case 'context':
      return elementsProblem(block.elements, limits.contextElements);
    case 'actions':
      return elementsProblem(block.elements, limits.actionElements);
    case 'image':
      return imageProblem(block);
    case 'markdown':
      return length(block.text) === 0 ? 'missing required field: text' : null;
    case 'divider':
    case 'rich_text':
    case 'video':
    case 'table':
      return null;
    default:
      return `unsupported type: ${String(block.type)}`;
  }
}

function sectionProblem({ text, fields }: Body): string | null {
  if (text === undefined && fields === undefined) return 'missing required field: text or fields';
  if (text !== undefined) {
    const problem = textProblem(text, limits.sectionText);
    if (problem) return problem;
  }
  if (fields === undefined) return null;
  const list = listOf(fields);
  if (list.length < 1 || list.length > limits.sectionFields) {
    return `fields: 1 to ${limits.sectionFields} items allowed`;
  }
  return list.map((field) => textProblem(field, limits.fieldText)).find(Boolean) ?? null;
}

function elementsProblem(elements: unknown, max: number): string | null {
  const list = listOf(elements);
  if (list.length < 1 || list.length > max) return `elements: 1 to ${max} items allowed`;
  return list.map(elementProblem).find(Boolean) ?? null;
}

function elementProblem(element: unknown): string | null {
  if (!isBody(element)) return 'an element must be an object';
  if (element.type === 'plain_text' || element.type === 'mrkdwn') {
    return textProblem(element, limits.sectionText);
  }
  if (element.type !== 'button') return null;
  if (length(element.value) > limits.buttonValue) return 'button value is too long';
  if (length(element.url) > limits.url) return 'button url is too long';
  return textProblem(element.text, limits.buttonText, ['plain_text']);
}

function imageProblem({ image_url, slack_file, alt_text }: Body): string | null {
  if (length(image_url) > limits.url) return 'image_url is too long';
  if (image_url === undefined && slack_file === undefined) return 'missing image_url or slack_file';
  const isAltGood = length(alt_text) >= 1 && length(alt_text) <= 2000;
  return isAltGood ? null : 'alt_text: 1 to 2000 characters allowed';
}

function textProblem(
  value: unknown,
  max: number,
  types: readonly string[] = ['plain_text', 'mrkdwn'],
): string | null {
  if (!isBody(value)) return 'missing required field: text';
  if (!types.includes(String(value.type))) return `text must be ${types.join(' or ')}`;
  const size = length(value.text);
  if (size < 1) return 'text must be more than 0 characters';
  return size > max ? `text must be less than ${max + 1} characters` : null;
}

/** In characters, as people count them. */
const length = (value: unknown): number => (typeof value === 'string' ? [...value].length : 0);

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
