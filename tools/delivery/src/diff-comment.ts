export interface StackDiff {
  readonly stack: string;
  /** What `cdk diff` says; undefined for a stack that only one side has. */
  readonly text?: string;
  readonly fate: 'same' | 'changed' | 'new' | 'gone';
}

/** GitHub takes 65,536 characters; some are left for what stands around a difference. */
const MAX_CHARACTERS = 60_000;

const CUT = '\n… cut: the job’s log has the rest';

const HEADINGS: Readonly<Record<StackDiff['fate'], string>> = {
  same: 'no change',
  changed: 'changes',
  new: 'is new',
  gone: 'is gone: what it keeps stays, and nothing updates it any more',
};

/** The differences as a comment in Markdown, the largest cut so that GitHub takes it. */
export function diffComment(diffs: readonly StackDiff[]): string {
  const share = Math.floor(MAX_CHARACTERS / Math.max(1, diffs.length));
  const sections = diffs.map(({ stack, text, fate }) => {
    const heading = `**${stack}** ${HEADINGS[fate]}`;
    if (text === undefined || fate === 'same') return heading;
    const shown = text.length > share ? `${text.slice(0, share - CUT.length)}${CUT}` : text;
    // A longer fence than any within.
    const fence = '`'.repeat(Math.max(3, ...[...shown.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
    return `<details><summary>${heading}</summary>\n\n${fence}\n${shown}\n${fence}\n\n</details>`;
  });
  return `### cdk diff against the base\n\n${sections.join('\n\n')}\n`;
}
