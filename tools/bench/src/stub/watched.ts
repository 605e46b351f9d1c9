/** Does the work while the stub watches, and says what it was given: the output by which contenders are compared. */
export async function watched(url: string, work: () => Promise<number>): Promise<{ rows: number; received: unknown }> {
  await fetch(`${url}/stub/watch`);
  const rows = await work();
  return { rows, received: await (await fetch(`${url}/stub/received`)).json() };
}
