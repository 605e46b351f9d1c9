import { compareDifferences, readDifferences, UNJUDGED, updateDifferences, writeDifferences } from './differences';

const deviation = { case: 's3: a', step: 2, operation: 's3.GetObject', difference: 'status: expected 404, got 403' };
const listed = {
  implementation: 'moto',
  case: 's3: a',
  theirs: '2, s3.GetObject: status: expected 404, got 403',
  judgement: 'ours: API reference',
};

describe('the list of differences', () => {
  it('is the table of a document, whatever its cells hold', () => {
    const rows = [listed, { ...listed, implementation: 'other', theirs: 'got "a|b"' }];
    const document = writeDifferences('# Title\n\nWhy.\n\n| old | table |\n| --- | --- |\n| x | y |\n', rows);
    expect(document).toMatch(/^# Title\n\nWhy\.\n\n\| implementation \|/);
    expect(readDifferences(document)).toEqual(rows);
    expect(writeDifferences(document, rows)).toBe(document);
    expect(readDifferences('# Title\n')).toEqual([]);
  });

  it('tells how things are', () => {
    expect(
      compareDifferences('moto', [deviation], [listed, { ...listed, implementation: 'other', case: 'x' }]),
    ).toEqual([]);
  });

  it('does not pass what is not listed, what is gone, and what nobody has judged', () => {
    const told = 's3: a, call 2, s3.GetObject: status: expected 404, got 403';
    expect(compareDifferences('moto', [deviation], [])).toEqual([`not listed: ${told}`]);
    expect(compareDifferences('moto', [], [listed])).toEqual([`listed, but not so any more: ${told}`]);
    expect(compareDifferences('moto', [{ ...deviation, difference: 'else' }], [listed])).toHaveLength(2);
    expect(compareDifferences('moto', [deviation], [{ ...listed, judgement: UNJUDGED }])).toEqual([
      'not judged yet: s3: a',
    ]);
  });

  it('does not depend on the names that a run gave its resources', () => {
    const [row] = updateDifferences(
      'moto',
      [
        {
          ...deviation,
          difference: 'got "pipeline-contract-0a1b2c3d-items"\n at 11111111-2222-3333-4444-555555555555',
        },
      ],
      [],
    );
    expect(row?.theirs).toBe('2, s3.GetObject: got "pipeline-contract-items" at <id>');
  });

  it('keeps its judgements when it is written anew', () => {
    const other = { ...listed, implementation: 'other' };
    const another = { ...deviation, case: 's3: b' };
    const changed = { ...deviation, difference: 'status: expected 404, got 500' };
    expect(updateDifferences('moto', [changed, another], [listed, other])).toEqual([
      other,
      { ...listed, theirs: '2, s3.GetObject: status: expected 404, got 500' },
      { ...listed, case: 's3: b', judgement: UNJUDGED },
    ]);
  });
});
