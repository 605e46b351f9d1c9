import fc from 'fast-check';
import { cidrBlocks } from './cidr';

const numberOf = (address: string): number => address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);

describe('blocks of a block', () => {
  it('are those that Fn::Cidr gives', () => {
    expect(cidrBlocks('10.0.0.0/16', 3, 8)).toEqual(['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24']);
    expect(cidrBlocks('10.0.255.0/24', 2, 7)).toEqual(['10.0.255.0/25', '10.0.255.128/25']);
  });

  it('follow each other from its first address on, and none is outside of it', () => {
    const asked = fc.tuple(fc.integer({ min: 8, max: 28 }), fc.nat(0xffff)).chain(([prefix, high]) =>
      fc.record({
        prefix: fc.constant(prefix),
        first: fc.constant(Math.floor((high * 65_536) / 2 ** (32 - prefix)) * 2 ** (32 - prefix)),
        hostBits: fc.integer({ min: 1, max: 32 - prefix }),
      }),
    );
    fc.assert(
      fc.property(asked, ({ prefix, first, hostBits }) => {
        const octets = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
        const count = Math.min(16, 2 ** (32 - prefix - hostBits));
        const blocks = cidrBlocks(`${octets.join('.')}/${prefix}`, count, hostBits) as readonly string[];
        expect(blocks.map((block) => numberOf(block.split('/')[0] ?? ''))).toEqual(
          Array.from({ length: count }, (_, at) => first + at * 2 ** hostBits),
        );
        expect(new Set(blocks.map((block) => block.split('/')[1]))).toEqual(new Set([String(32 - hostBits)]));
      }),
    );
  });

  it.each([
    ['10.0.0.0/24', 2, 8, '10.0.0.0/24 has no room for 2 blocks of 256 addresses.'],
    ['10.0.0.0/33', 1, 8, '10.0.0.0/33 has no room for 1 blocks of 256 addresses.'],
    ['fd00::/8', 1, 8, '"fd00::/8" is not an IPv4 block.'],
    ['10.0.0.0', 1, 8, '"10.0.0.0" is not an IPv4 block.'],
  ])('of %s that it has not are refused', (block, count, hostBits, why) => {
    expect(cidrBlocks(block, count, hostBits)).toBe(why);
  });
});
