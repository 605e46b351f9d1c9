/** The wait of a failed message, in seconds: equal jitter, base 30 s, cap 900 s, exponent the receive count. */
export function visibilityBackoff(receives: number, random: () => number): number {
  const ceiling = Math.min(900, 30 * 2 ** Math.max(0, receives - 1));
  return Math.round(ceiling / 2 + (random() * ceiling) / 2);
}
