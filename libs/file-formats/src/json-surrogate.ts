const escapes = /\\(?:u([0-9a-fA-F]{4})|[^u])/g;

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/** Index of the first escape in valid JSON text that stands for half of a character; -1 where there is none. */
export function loneSurrogateEscape(text: string): number {
  let high = -1;
  for (const { index, 1: digits } of text.matchAll(escapes)) {
    const unit = digits === undefined ? 0 : parseInt(digits, 16);
    // The low half belongs to the high half only when it follows without a gap: a \u escape has six characters.
    if (high >= 0) {
      if (isLow(unit) && index === high + 6) {
        high = -1;
        continue;
      }
      return high;
    }
    if (isLow(unit)) return index;
    if (isHigh(unit)) high = index;
  }
  return high;
}
