import { aliases } from './aliases';

it('gives every alias its name, once, and none that is not there', () => {
  expect(aliases('SET #rows = :rows', 'attribute_exists(#recordId) AND #rows > :x')).toEqual({
    '#rows': 'rows',
    '#recordId': 'recordId',
  });
});
