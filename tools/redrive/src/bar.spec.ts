import { PassThrough } from 'node:stream';
import { progressBar } from './bar';

/** What is drawn on a terminal, or on what is none. */
function drawn(isTTY: boolean, draw: (bar: ReturnType<typeof progressBar>) => void): string {
  const screen = Object.assign(new PassThrough(), { isTTY, columns: 120, clearLine: () => true, cursorTo: () => true });
  draw(progressBar('moved back', screen as unknown as NodeJS.WriteStream));
  return String((screen.read() as Buffer | null) ?? '');
}

it('shows on a terminal how many of all are done, from the first word of it to the last', () => {
  const screen = drawn(true, (bar) => {
    bar.at(1, 4);
    bar.at(4, 4);
    bar.stop();
  });
  expect(screen).toContain('moved back');
  expect(screen).toContain('25%  1 of 4');
  expect(screen).toContain('100%  4 of 4');
});

it('shows nothing where the output is piped, nor where nothing was ever done', () => {
  expect(
    drawn(false, (bar) => {
      bar.at(1, 4);
      bar.stop();
    }),
  ).toBe('');
  expect(drawn(true, (bar) => bar.stop())).not.toContain('of');
});
