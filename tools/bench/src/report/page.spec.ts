import { renderPart, writeInto } from './page';

const page = `# Performance

<!-- Written by \`npm run bench -- readers --write docs/performance.md\`. -->
old
<!-- The end of what is written. -->

between

<!-- Written by \`npm run bench -- writer --write docs/performance.md\`. -->
<!-- The end of what is written. -->
`;

it('the block of a part is replaced, and nothing else', () => {
  const written = writeInto(page, 'writer', 'new') ?? '';
  expect(written).toContain('old');
  expect(written).toMatch(/writer --write docs\/performance.md`. -->\n\nnew\n\n<!-- The end/);
  expect(writeInto(written, 'writer', 'new')).toBe(written);
});

it('a page without a place for the part is not written', () => {
  expect(writeInto(page, 'nobody', 'new')).toBeUndefined();
});

it('a part is told with its chart and its machine', () => {
  const figures = [{ name: 'ours', rows: 10, seconds: [1] }];
  expect(renderPart([{ title: 'CSV', figures }], 'a machine.', 'docs/performance-readers.svg')).toMatch(
    /^!\[CSV, and what it is compared with\]\(performance-readers\.svg\)\n\n### CSV .*Measured on a machine\.$/s,
  );
  expect(renderPart([{ title: 'Pace', figures: [] }], 'a machine.', 'p.svg')).toBe(
    '### Pace\n\nMeasured on a machine.',
  );
});
