import type { Body } from '../types.ts';
import { isBody } from './json.ts';

/** XML as the query protocol writes it: lists as `member`s, a `Map` as `entry`s of key and value. */
export const toXml = (body: Body): string =>
  Object.entries(body)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<${name}>${content(value)}</${name}>`)
    .join('');

function content(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Map) {
    return [...value].map(([key, mapped]) => toXml({ entry: { key, value: mapped } })).join('');
  }
  if (Array.isArray(value)) return value.map((member) => toXml({ member })).join('');
  if (isBody(value)) return toXml(value);
  return escapeXml(String(value));
}

const escapeXml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#xD;');
