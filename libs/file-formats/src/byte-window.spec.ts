import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { ByteWindow } from './byte-window';

describe('ByteWindow', () => {
  it('holds what was appended and not dropped, and never changes a view that it gave', () => {
    const step = fc.tuple(fc.uint8Array({ maxLength: 9000 }), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const window = new ByteWindow();
        let expected = Buffer.alloc(0);
        const views: (readonly [Buffer, Buffer])[] = [];
        for (const [chunk, share] of steps) {
          window.append(chunk);
          expected = Buffer.concat([expected, chunk]);
          expect(window.bytes().equals(expected)).toBe(true);
          views.push([window.bytes(), expected]);
          const dropped = Math.floor(share * expected.length);
          window.drop(dropped);
          expected = expected.subarray(dropped);
          expect(window.length).toBe(expected.length);
        }
        for (const [view, copy] of views) expect(view.equals(copy)).toBe(true);
      }),
    );
  });
});
