import { Writable } from 'node:stream';
import { writeSoon } from './write-burst';

const written: string[] = [];
const socket = (name: string): Writable =>
  new Writable({
    decodeStrings: false,
    write(request: string, _, done) {
      written.push(`${name} ${request}`);
      done();
    },
  });

describe('a burst of writes', () => {
  beforeEach(() => written.splice(0));

  it('goes out in its order, when no promise has anything left to do', async () => {
    const [one, other] = [socket('one'), socket('other')];
    const rows = async () => {
      for (const row of ['a', 'b', 'c']) {
        writeSoon(row === 'b' ? other : one, row);
        await Promise.resolve();
        expect(written).toEqual([]);
      }
    };
    await Promise.all([rows(), new Promise((resolve) => process.nextTick(resolve))]);
    await new Promise(setImmediate);
    expect(written).toEqual(['one a', 'other b', 'one c']);
  });

  it('leaves out who was destroyed meanwhile, and goes on with the others', async () => {
    const [one, other] = [socket('one'), socket('other')];
    writeSoon(one, 'a');
    writeSoon(other, 'b');
    one.destroy();
    await new Promise(setImmediate);
    expect(written).toEqual(['other b']);
  });

  it('holds nothing of the burst before it', async () => {
    const one = socket('one');
    writeSoon(one, 'a');
    await new Promise(setImmediate);
    writeSoon(one, 'b');
    await new Promise(setImmediate);
    expect(written).toEqual(['one a', 'one b']);
  });
});
