import { fill } from './fill';

const scope = { bucket: 'b', put: { Parts: [{ ETag: '"e"', Size: 3 }] } };

describe('fill', () => {
  it('puts values in, with their types where they stand alone', () => {
    const value = { Bucket: '${bucket}', Size: '${put.Parts.0.Size}', Key: 'k/${bucket}/${put.Parts.0.Size}' };
    expect(fill(value, scope)).toEqual({ Bucket: 'b', Size: 3, Key: 'k/b/3' });
  });

  it('fills names of members and members of lists', () => {
    expect(fill({ '${bucket}': ['${bucket}', null, 1, true] }, scope)).toEqual({ b: ['b', null, 1, true] });
  });

  it('repeats texts', () => {
    expect(fill({ a: { $repeat: ['${bucket}-', 3] } }, scope)).toEqual({ a: 'b-b-b-' });
  });

  it('leaves to the client what only a client can make', () => {
    expect(fill({ B: { $base64: 'AA==' } }, scope)).toEqual({ B: { $base64: 'AA==' } });
  });

  it('says which path leads nowhere', () => {
    expect(() => fill('${put.Parts.1.ETag}', scope)).toThrow('${put.Parts.1.ETag} is nothing');
  });
});
