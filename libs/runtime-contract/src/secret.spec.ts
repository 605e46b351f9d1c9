import { left, right } from 'fp-ts/Either';
import { parsePipelineSecret } from './secret';

const key = 'k'.repeat(32);
const bytes = Buffer.from(key);

describe('the secret of the pipeline', () => {
  it('as it is generated has one key', () => {
    const generated = JSON.stringify({ notBefore: '1970-01-01T00:00:00Z', key });
    expect(parsePipelineSecret(generated)).toEqual(right([{ notBefore: '1970-01-01T00:00:00Z', key: bytes }]));
  });

  it('after rotations has several, which come in the order of their instants', () => {
    const keys = ['2026-06-01T00:00:00Z', '1970-01-01T00:00:00Z'].map((notBefore) => ({ notBefore, key }));
    const parsed = parsePipelineSecret(JSON.stringify({ keys }));
    expect(parsed).toEqual(right([...keys].reverse().map(({ notBefore }) => ({ notBefore, key: bytes }))));
  });

  it.each([
    ['nothing', 'The secret is not JSON.'],
    ['{"key":"x"}', 'The secret holds no list of keys with `notBefore` and `key`.'],
    ['{"keys":[]}', 'The secret holds no key.'],
    [JSON.stringify({ notBefore: 'soon', key }), 'A key of the secret has no instant in `notBefore`.'],
    ['{"notBefore":"1970-01-01T00:00:00Z","key":"guess"}', 'A key of the secret is shorter than 32 bytes.'],
  ])('that is wrong is told without showing it: %#', (text, sentence) => {
    expect(parsePipelineSecret(text)).toEqual(left(sentence));
  });
});
