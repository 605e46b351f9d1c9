import type { Draw } from './random';

/** Bytes that mean something to a reader, and some that no text has. */
const TELLING = Buffer.from('",;\n\r\t {}[]:\\0123456789.eE+-truefalsn/u\ufeff\u0000é😀');
const BROKEN = Buffer.from([0xff, 0xfe, 0x80, 0xc0, 0xc1, 0xe0, 0xed, 0xa0, 0xf4, 0x90, 0xf8]);

const splice = (bytes: Buffer, at: number, remove: number, insert: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)]);

/** One to eight small damages: bytes changed, put in, taken out, doubled, moved, cut off. */
export function mutate(original: Buffer, draw: Draw): Buffer {
  let bytes = original;
  for (let damages = 1 + draw(8); damages > 0; damages -= 1) {
    const at = draw(bytes.length + 1);
    const span = 1 + draw(6);
    switch (draw(7)) {
      case 0:
        bytes = splice(bytes, at, 1, TELLING.subarray(draw(TELLING.length)).subarray(0, 1));
        break;
      case 1:
        bytes = splice(bytes, at, 0, TELLING.subarray(draw(TELLING.length)).subarray(0, span));
        break;
      case 2:
        bytes = splice(bytes, at, 0, BROKEN.subarray(draw(BROKEN.length)).subarray(0, 1));
        break;
      case 3:
        bytes = splice(bytes, at, span, Buffer.alloc(0));
        break;
      case 4:
        bytes = splice(bytes, at, 0, bytes.subarray(draw(bytes.length + 1)).subarray(0, 4 * span));
        break;
      case 5:
        bytes = splice(bytes, at, 1, Uint8Array.of(draw(256)));
        break;
      default:
        bytes = draw(4) === 0 ? bytes.subarray(0, at) : bytes;
    }
  }
  return bytes;
}
