import type { Section } from '../section';
import { cost } from './verdict';

const WIDTH = 760;
const LABEL = 250;
const BAR = 20;
const GAP = 6;
const TITLE = 34;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Bars of what each figure does in a second, by the section's basis, longest first; an SVG that reads on light and dark. */
export function chart(sections: readonly Section[]): string {
  const blocks: string[] = [];
  let top = 8;
  for (const { title, figures, ours, basis = 'cpu' } of sections) {
    if (figures.length === 0) continue;
    const rates = figures.map((figure) => ({ name: figure.name, rate: 1 / cost(figure, basis) }));
    rates.sort((a, b) => b.rate - a.rate);
    const most = rates[0]?.rate ?? 1;
    const unit = basis === 'cpu' && figures.every(({ cpuSeconds }) => cpuSeconds) ? 'rows per CPU second' : 'rows/s';
    blocks.push(`<text class="title" x="8" y="${top + 18}">${escaped(title)}: ${unit}</text>`);
    top += TITLE;
    for (const { name, rate } of rates) {
      const width = Math.max(1, Math.round(((WIDTH - LABEL - 100) * rate) / most));
      const middle = top + BAR - 5;
      blocks.push(
        `<text x="${LABEL - 8}" y="${middle}" text-anchor="end">${escaped(name)}</text>`,
        `<rect class="${name === ours ? 'ours' : 'other'}" x="${LABEL}" y="${top}" width="${width}" height="${BAR}" rx="2"/>`,
        `<text x="${LABEL + width + 6}" y="${middle}">${Math.round(rate).toLocaleString('en')}</text>`,
      );
      top += BAR + GAP;
    }
    top += GAP;
  }
  const style =
    'text{font:13px system-ui,sans-serif;fill:#57606a}.title{font-weight:600}.ours{fill:#1f883d}.other{fill:#8c959f}' +
    '@media(prefers-color-scheme:dark){text{fill:#9198a1}.ours{fill:#3fb950}.other{fill:#656c76}}';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${top}" viewBox="0 0 ${WIDTH} ${top}"><style>${style}</style>\n${blocks.join('\n')}\n</svg>\n`;
}
