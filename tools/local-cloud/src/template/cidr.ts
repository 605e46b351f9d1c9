/**
 * The first `count` blocks of `hostBits` host bits within an IPv4 block, as `Fn::Cidr` gives them.
 * @returns the blocks, or a sentence that says why there are none
 */
export function cidrBlocks(block: string, count: number, hostBits: number): readonly string[] | string {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(block);
  if (!match) return `"${block}" is not an IPv4 block.`;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number);
  const size = 2 ** hostBits;
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  if (prefix > 32 || count * size > 2 ** (32 - prefix))
    return `${block} has no room for ${count} blocks of ${size} addresses.`;
  return Array.from({ length: count }, (_, index) => {
    const address = first + index * size;
    const octets = [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256);
    return `${octets.join('.')}/${32 - hostBits}`;
  });
}
