import { diffComment } from './diff-comment';

describe('the comment', () => {
  it('shows what changes, and says of each stack what becomes of it', () => {
    expect(
      diffComment([
        { stack: 'a', fate: 'same', text: 'There were no differences' },
        { stack: 'b', fate: 'changed', text: '[~] AWS::SQS::Queue' },
        { stack: 'c', fate: 'new' },
        { stack: 'd', fate: 'gone' },
      ]),
    ).toBe(`### cdk diff against the base

**a** no change

<details><summary>**b** changes</summary>

\`\`\`
[~] AWS::SQS::Queue
\`\`\`

</details>

**c** is new

**d** is gone: what it keeps stays, and nothing updates it any more
`);
  });

  it('is never longer than GitHub takes', () => {
    const long = { fate: 'changed', text: 'x'.repeat(100_000) } as const;
    const comment = diffComment([
      { stack: 'a', ...long },
      { stack: 'b', ...long },
    ]);
    expect(comment.length).toBeLessThan(65_536);
    expect(comment.match(/… cut: the job’s log has the rest/g)).toHaveLength(2);
  });

  it('is not ended by a fence within', () => {
    expect(diffComment([{ stack: 'a', fate: 'changed', text: 'before\n````\nafter' }])).toContain(
      '`````\nbefore\n````\nafter\n`````',
    );
  });
});
