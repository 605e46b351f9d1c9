import type { FormatFault } from './fault';
import type { View } from './view';

/** Takes whole rows off the front of what was read. */
export interface Machine {
  /**
   * Delivers the rows that are certain and returns the bytes it is done with. It is done with all when the view is
   * final, and with some when it holds `maxRowBytes + 2`.
   */
  read(view: View): number;
  /** Physical line, from 1, of the first byte it is not done with. */
  readonly line: number;
  readonly fault: FormatFault | undefined;
}
