import type { JsonObject, PagerDutyEvent } from '../../shared/core/channels.ts';
import type { Json } from '../../shared/core/json.ts';

type Member = Json | undefined;

const objectIn = (value: Member): JsonObject =>
  typeof value === 'object' && value !== null && !isList(value) ? value : {};
const listIn = (value: Member): readonly Member[] => (isList(value) ? value : []);
const isList = (value: Member): value is readonly Json[] => Array.isArray(value);

/** A text of `least` to `most` characters, without half a character. */
function problemsOfText(value: Member, where: string, most: number, least = 1): readonly string[] {
  if (typeof value !== 'string') return [`${where} is no text`];
  return [
    value.length < least || value.length > most ? `${where} has ${value.length} characters` : [],
    value.isWellFormed() ? [] : `${where} has half a character`,
  ].flat();
}

/** What Slack and Teams would take for a mention or a link that is not ours. */
const links = /<https?:\/\/[^<>|\s]+\|[^<>|]+>/g;
const problemsOfMarkup = (text: Member, where: string): readonly string[] =>
  /[<>]/.test(`${text}`.replace(links, '')) ? [`${where} is not escaped`] : [];

/**
 * Which limits of Amazon Q's custom notifications a message breaks: 250 characters of title, 8,000 of
 * description, 350 for a next step, 75 for a keyword; and 256 KiB for SNS.
 */
export function amazonQProblems(message: JsonObject): readonly string[] {
  const content = objectIn(message.content);
  const { title, description } = content;
  return [
    message.version === '1.0' && message.source === 'custom' ? [] : 'not a custom notification',
    content.textType === 'client-markdown' ? [] : 'another text type',
    problemsOfText(title, 'title', 250),
    problemsOfText(description, 'description', 8_000),
    [title, description, ...listIn(content.nextSteps)].flatMap((text) =>
      problemsOfMarkup(text, 'a text'),
    ),
    listIn(content.nextSteps).flatMap((step) => problemsOfText(step, 'a next step', 350)),
    listIn(content.keywords).flatMap((word) => problemsOfText(word, 'a keyword', 75)),
    Buffer.byteLength(JSON.stringify(message)) > 256 * 1_024 ? 'more than 256 KiB' : [],
  ].flat();
}

/** Which of PagerDuty's limits an event breaks: 1,024 characters of summary, 512 KB in all. */
export function pagerDutyProblems(event: PagerDutyEvent): readonly string[] {
  if (event.event_action === 'resolve') return [];
  const { payload, links: given } = event;
  const severities: readonly Member[] = ['critical', 'error', 'warning', 'info'];
  return [
    problemsOfText(payload.summary, 'summary', 1_024),
    problemsOfText(payload.source, 'source', 1_024),
    severities.includes(payload.severity) ? [] : 'another severity',
    given.flatMap(({ href }) => (URL.canParse(`${href}`) ? [] : `no address: ${href}`)),
    Buffer.byteLength(JSON.stringify(event)) > 100_000 ? 'more than 100 KB' : [],
  ].flat();
}
