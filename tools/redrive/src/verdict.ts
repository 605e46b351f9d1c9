/** What a command found: exit code 0 and `holds`, or 2 and `does not hold`. */
export interface Verdict {
  readonly holds: boolean;
  readonly text: string;
}

/** `1 row`, `2 rows`. */
export const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;

/** Says the verdict as the last line of standard output. Returns the exit code. */
export function conclude({ holds, text }: Verdict, json: boolean): number {
  const said = holds ? 'holds' : 'does not hold';
  process.stdout.write(json ? `${JSON.stringify({ verdict: said, text })}\n` : `${said}: ${text}\n`);
  return holds ? 0 : 2;
}
