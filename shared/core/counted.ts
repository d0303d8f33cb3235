const plural = {
  image: 'images',
  repository: 'repositories',
  cluster: 'clusters',
  service: 'services',
} as const;

/** `1 image`, `2 images`. */
export const counted = (count: number, thing: keyof typeof plural): string =>
  `${count} ${count === 1 ? thing : plural[thing]}`;
