/** What a topic was told. */
export interface Notification {
  readonly topicArn: string;
  readonly messageId: string;
  /** ISO 8601. */
  readonly at: string;
  readonly subject?: string;
  readonly message: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The service of AWS, the role, or `operator`. */
  readonly publisher: string;
}
