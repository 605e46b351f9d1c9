/** What a command found: exit code 0 and `holds`, or 2 and `does not hold`. */
export interface Verdict {
  readonly holds: boolean;
  readonly text: string;
}

/** `1 row`, `2 rows`. */
export const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;

/** Runs a command; its verdict is the last line of standard output. Exit code 1 says that it could not run. */
export function conclude(command: () => Promise<Verdict | undefined>, json: boolean): void {
  command().then(
    (verdict) => {
      if (!verdict) return;
      const { holds, text } = verdict;
      const said = holds ? 'holds' : 'does not hold';
      process.stdout.write(json ? `${JSON.stringify({ verdict: said, text })}\n` : `${said}: ${text}\n`);
      process.exitCode = holds ? 0 : 2;
    },
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    },
  );
}
