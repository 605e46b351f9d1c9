/** A message as a queue hands it out. */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly md5OfBody: string;
  /** System attributes, all as text: `ApproximateReceiveCount`, `SentTimestamp`, … */
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<
    Record<string, { readonly dataType: string; readonly stringValue?: string; readonly binaryValue?: string }>
  >;
}

/** What a mapping needs of its queue. */
export interface MessageSource {
  /** Waits for messages up to `waitSeconds`, or until the signal; hands out none rather than failing then. */
  receive(options: {
    readonly max: number;
    readonly waitSeconds: number;
    readonly signal: AbortSignal;
  }): Promise<readonly ReceivedMessage[]>;
  delete(receiptHandle: string): Promise<void>;
}
