import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseUploadArguments } from './arguments';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'upload-spec-'));
  writeFileSync(join(folder, 'a.csv'), 'date\n');
  writeFileSync(join(folder, 'empty.csv'), '');
});
afterAll(() => rmSync(folder, { recursive: true }));

const parse = (...argv: string[]) => parseUploadArguments(argv, { INIT_CWD: folder });

it('takes a dataset and a path, relative to where npm was called', () => {
  expect(parse('weather', 'a.csv')).toEqual({
    dataset: 'weather',
    path: join(folder, 'a.csv'),
    accelerated: false,
    waitSeconds: 300,
  });
});

it("reads the region off API Gateway's own host names", () => {
  const gateway = 'https://abc.execute-api.us-west-2.amazonaws.com';
  expect(parse('weather', 'a.csv', '--gateway', gateway)).toMatchObject({ gateway, region: 'us-west-2' });
  expect(parse('weather', 'a.csv', '--gateway', gateway, '--region', 'us-east-1')).toMatchObject({
    region: 'us-east-1',
  });
});

it.each([
  [['weather'], /^Name a dataset and one file\./],
  [['weather', 'a.csv', 'b.csv'], /^Name a dataset and one file\./],
  [['wether', 'a.csv'], /^There is no dataset "wether"\. The datasets are .*weather/],
  [['weather', 'b.csv'], /^There is no file .*b\.csv: check the path\.$/],
  [['weather', 'empty.csv'], /empty\.csv is empty: there is nothing to send\.$/],
  [['weather', 'a.csv', '--wait', 'long'], /^--wait takes a whole number from 0 to 86400, not "long"\.$/],
  [['weather', 'a.csv', '--gateway', 'nowhere'], /^"nowhere" is no URL of a gateway\.$/],
  [['weather', 'a.csv', '--fast'], /--fast/],
])('refuses %j in words that say what to do', (argv, message) => {
  expect(() => parse(...argv)).toThrow(message);
});
