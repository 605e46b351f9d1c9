/** An error of a function, as Lambda reports it. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** How an invocation ended; a payload is JSON text. */
export type Outcome =
  { readonly kind: 'response'; readonly payload: string } | { readonly kind: 'error'; readonly error: FunctionError };

export interface Invocation {
  readonly requestId: string;
  /** JSON text. */
  readonly event: string;
  readonly functionArn: string;
  /** Epoch milliseconds. */
  readonly deadline: number;
}

export const failed = (errorType: string, errorMessage: string): Outcome => ({
  kind: 'error',
  error: { errorType, errorMessage },
});
