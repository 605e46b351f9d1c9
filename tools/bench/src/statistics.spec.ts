import { median, spread } from './statistics';

describe('the median', () => {
  it.each([
    [[3], 3],
    [[9, 1, 5], 5],
    [[4, 1, 2, 9], 3],
  ])('of %j is %d', (values, middle) => {
    expect(median(values)).toBe(middle);
  });
});

it('the spread is the distance of the outermost, as a share of the median', () => {
  expect(spread([8, 10, 13])).toBe(0.5);
  expect(spread([7])).toBe(0);
});
