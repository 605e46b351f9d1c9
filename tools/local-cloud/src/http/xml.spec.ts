import * as fc from 'fast-check';
import { childrenOf, document, element, errorDocument, parseXml, textOf } from './xml';

/** What XML 1.0 can hold, as a reference or as it is, but for line ends, which every parser turns into line feeds. */
const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((each) => !/[\r\ufffe\uffff]/.test(each));

it('gives back any text, whatever it holds', () => {
  fc.assert(
    fc.property(text, (each) => {
      const parsed = parseXml(document('Root', [element('Key', each)]));
      expect(textOf(childrenOf(parsed, 'Root')[0], 'Key')).toBe(each);
    }),
  );
});

it('writes as references what text must not hold', () => {
  expect(element('Key', 'a<b>&"c"\n\r\u0001').xml).toBe('<Key>a&lt;b&gt;&amp;&quot;c&quot;&#xa;&#xd;&#x1;</Key>');
});

it('nests elements, and leaves out what has no content', () => {
  expect(element('A', [element('B', 1), element('C', undefined), element('D', true)]).xml).toBe(
    '<A><B>1</B><D>true</D></A>',
  );
});

it('has the namespace of S3 on every root but that of an error', () => {
  expect(document('ListBucketResult', [])).toContain(
    '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">',
  );
  expect(errorDocument([element('Code', 'NoSuchKey')])).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code></Error>',
  );
});

it('reads none, one and many children alike, and no text where elements are', () => {
  const root = childrenOf(parseXml('<R><One>1</One><Many>a</Many><Many>b</Many><Deep><X>x</X></Deep></R>'), 'R')[0];
  expect(childrenOf(root, 'None')).toEqual([]);
  expect(childrenOf(root, 'One')).toEqual(['1']);
  expect(childrenOf(root, 'Many')).toEqual(['a', 'b']);
  expect([textOf(root, 'Many'), textOf(root, 'Deep'), textOf(root, 'None')]).toEqual(['a', undefined, undefined]);
});

it('refuses what is no XML', () => {
  expect(() => parseXml('<Delete><Object>')).toThrow();
});
