/** Where notices go. An SNS receiver without a topic means the stack's own topic. */
export type Receiver = {
  readonly name: string;
  readonly slack?: { readonly channel: string; readonly tokenParameter: string };
  readonly sns?: { readonly topicArn: string | null };
};
