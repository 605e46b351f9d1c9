/** What a contender is given. */
export interface WholeInput {
  readonly url: string;
  readonly rows: number;
  /** The function as it is deployed. */
  readonly bundle: string;
}
