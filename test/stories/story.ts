/** One event to its end, told as a sentence. Stories open their scenes with `openScene`. */
export type Story = {
  readonly name: string;
  readonly play: () => Promise<void>;
};
