/** Where notices go: to all of its channels. An SNS channel without a topic means the stack's own topic. */
export type Receiver = {
  readonly name: string;
  readonly slack?: { readonly channel: string; readonly token: SecretRef };
  readonly slackWebhook?: { readonly url: SecretRef };
  readonly sns?: { readonly topicArn: string | null; readonly format: SnsFormat };
  readonly pagerduty?: { readonly routingKey: SecretRef };
  readonly webhook?: { readonly url: string | SecretRef; readonly secret: SecretRef };
};

/** `amazonQ` is the schema by which Amazon Q Developer shows messages in Slack and Teams. */
export type SnsFormat = 'text' | 'amazonQ';

/**
 * Where a secret is kept: in a parameter of SSM Parameter Store, or in a secret of Secrets Manager, by name or ARN;
 * with `jsonKey`, in that member of the secret's JSON.
 */
export type SecretRef =
  | { readonly parameter: string }
  | { readonly secret: string; readonly jsonKey?: string };
