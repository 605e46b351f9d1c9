import type { Client, Json, JsonObject } from './case';

/** A call whose fault ends the work. */
export type Ask = (operation: string, input: object) => Promise<JsonObject>;

/** @returns calls that throw an Error naming the operation and its fault */
export const asker =
  (client: Client): Ask =>
  async (operation, input) => {
    const answer = await client.call(operation, input as JsonObject);
    if ('out' in answer) return answer.out;
    throw new Error(`${operation}: ${String(answer.fault['code'])}: ${String(answer.fault['message'])}`);
  };

/** Seconds that a table, a role's way through IAM, or a bucket's emptiness may take. */
const SLOW_S = 300;
const AGAIN_MS = 1_000;

/** @throws Error when it took too long */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + SLOW_S * 1_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`It took more than ${SLOW_S} s.`);
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

export const list = (value: Json | undefined) => (value ?? []) as readonly JsonObject[];
