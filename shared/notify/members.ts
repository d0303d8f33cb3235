import { isDeepStrictEqual } from 'node:util';
import type { Incident, Member } from '../core/incident.ts';
import type { Notice } from '../core/notice.ts';
import { shortHash } from './short-hash.ts';

type Labels = Notice['labels'];

type Members = Pick<Incident, 'open' | 'openBeyond' | 'over' | 'labelSets'>;

/**
 * DynamoDB refuses items over 400 KB; a member takes about 60 bytes, so both lists stay under 120
 * KB.
 */
const mostMembers = 1_000;

export const isBefore = (one: string, other: string): boolean =>
  Date.parse(one) < Date.parse(other);

/** True when it tells of something that the same member, or the whole it is a part of, has got over since. */
export function isLate({ over }: Members, { about, partOf, at }: Notice): boolean {
  const names = [about, partOf ?? []].flat().map(shortHash);
  return over.some((member) => names.includes(member.about) && isBefore(at, member.at));
}

/**
 * The members after a notice. The last word about a member is the one that happened last, not that
 * came last.
 */
export function membersAfter(members: Members, notice: Notice): Members {
  const { about, at, severity, partOf } = notice;
  const whole = partOf === undefined ? {} : { partOf: shortHash(partOf) };
  const member = { about: shortHash(about), at, severity, ...whole };
  if (notice.endsAllBut) return withoutParts(members, member, notice.endsAllBut);
  if (notice.phase === 'firing') {
    return isLate(members, notice) ? members : fired(members, member, notice.labels);
  }
  if (notice.phase === 'resolved') return gotOver(members, member);
  return members;
}

function fired(members: Members, member: Member, labels: Labels): Members {
  const known = members.open.find(({ about }) => about === member.about);
  if (known && isBefore(member.at, known.at)) return members;
  const labelSets = labelSetsWith(members.labelSets, labels);
  const index = labelSets.findIndex((one) => isDeepStrictEqual(one, labels));
  const labelled = index < 0 ? member : { ...member, labels: index };
  const open = [...without(members.open, member), labelled];
  const excess = Math.max(0, open.length - mostMembers);
  return {
    labelSets,
    open: open.slice(excess),
    openBeyond: members.openBeyond + excess,
    over: without(members.over, member),
  };
}

function gotOver(members: Members, member: Member): Members {
  const known = members.open.find(({ about }) => about === member.about);
  if (known && isBefore(member.at, known.at)) return members;
  const past = members.over.find(({ about }) => about === member.about);
  if (past && isBefore(member.at, past.at)) return members;
  const fromBeyond = !known && !past && members.openBeyond > 0 ? 1 : 0;
  return {
    labelSets: members.labelSets,
    open: without(members.open, member),
    openBeyond: members.openBeyond - fromBeyond,
    over: [...without(members.over, member), member].slice(-mostMembers),
  };
}

/**
 * A whole tells which of its parts are not over: the others are, though nobody told of their end. Where all of them are,
 * what comes late about any of them is late.
 */
function withoutParts(members: Members, whole: Member, but: readonly string[]): Members {
  const burning = but.map(shortHash);
  const isEnded = ({ partOf, about, at }: Member): boolean =>
    partOf === whole.about && !burning.includes(about) && !isBefore(whole.at, at);
  const ended = members.open.filter(isEnded).map((part) => ({ ...part, at: whole.at }));
  const before = burning.length === 0 ? gotOver(members, whole) : members;
  return {
    ...before,
    open: members.open.filter((part) => !isEnded(part)),
    over: [
      ...before.over.filter(({ about }) => !ended.some((one) => one.about === about)),
      ...ended,
    ].slice(-mostMembers),
  };
}

/** True of a whole, or of an end from elsewhere, that ends nothing here: that is nothing to be told. */
export function endsNobody(members: Members, notice: Notice): boolean {
  if (notice.endsAllBut === undefined && !notice.aside) return false;
  const { open, openBeyond } = membersAfter(members, notice);
  return open.length === members.open.length && openBeyond === members.openBeyond;
}

/** An incident whose members differ more than this is not kept quiet for what they are. */
const mostLabelSets = 20;

function labelSetsWith(sets: readonly Labels[], labels: Labels): readonly Labels[] {
  const isKnown = sets.some((one) => isDeepStrictEqual(one, labels));
  return isKnown || sets.length >= mostLabelSets ? sets : [...sets, labels];
}

const without = (members: readonly Member[], { about }: Member): readonly Member[] =>
  members.filter((member) => member.about !== about);
