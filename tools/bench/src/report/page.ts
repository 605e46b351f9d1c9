import { basename } from 'node:path';
import type { Section } from '../section';
import { renderSection } from './table';

const begin = (part: string): string => `<!-- Written by \`npm run bench -- ${part} --write docs/performance.md\`. -->`;
const END = '<!-- The end of what is written. -->';

/** A part's block of the page: its chart, if there is anything to draw, its sections, and what they were measured on. */
export function renderPart(sections: readonly Section[], machine: string, chartPath: string): string {
  const first = sections.find(({ figures }) => figures.length > 0);
  const image = first ? [`![${first.title}, and what it is compared with](${basename(chartPath)})`] : [];
  return [...image, ...sections.map((section) => renderSection(section).trimEnd()), `Measured on ${machine}`].join(
    '\n\n',
  );
}

/** The page with the part's block replaced; undefined if the page has none. */
export function writeInto(page: string, part: string, text: string): string | undefined {
  const from = page.indexOf(begin(part));
  const to = page.indexOf(END, from);
  if (from < 0 || to < 0) return undefined;
  return `${page.slice(0, from)}${begin(part)}\n\n${text}\n\n${page.slice(to)}`;
}
