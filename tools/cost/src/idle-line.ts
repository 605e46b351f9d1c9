/** A resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** What a month of something costs though nothing comes. */
export interface IdleLine {
  readonly what: string;
  readonly usdPerMonth: number;
}
