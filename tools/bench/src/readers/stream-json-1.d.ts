/** Version 1 of stream-json brings no types: what the benchmark uses of it. */
declare module 'stream-json-1/streamers/StreamArray.js' {
  import type { Duplex } from 'node:stream';
  const streamArray: { withParser(): Duplex };
  export default streamArray;
}
