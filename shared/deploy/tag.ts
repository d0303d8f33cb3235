import { compareTexts } from './version.ts';

/** A tag of a repository, with what is known of the image it names. */
export type Tag = {
  readonly tag: string;
  readonly digest?: string;
  /** ISO 8601; ECR's `imagePushedAt`. */
  readonly pushedAt?: string;
};

/** The image that runs. Without a tag it is named by its digest alone. */
export type RunningImage = Partial<Tag>;

export const isSameImage = (one: RunningImage, other: RunningImage): boolean =>
  one.digest !== undefined && one.digest === other.digest;

/**
 * Which of two tags for one version is meant: the more specific one, `1.11.0` rather than `1.11`. What is left is told
 * apart by the text, so that the order in which tags come never matters.
 */
export const compareSpecificity = (one: Tag, other: Tag): number =>
  numbersIn(one.tag) - numbersIn(other.tag) ||
  one.tag.length - other.tag.length ||
  compareTexts(one.tag, other.tag) ||
  compareTexts(one.digest ?? '', other.digest ?? '');

const numbersIn = (tag: string): number => tag.match(/\d+/g)?.length ?? 0;
