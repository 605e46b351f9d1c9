import { Metrics } from '@aws-lambda-powertools/metrics';
import { powertoolsMetrics } from './powertools';

interface EmbeddedMetrics {
  readonly _aws: { readonly CloudWatchMetrics: readonly { readonly Dimensions: readonly (readonly string[])[] }[] };
  readonly [member: string]: unknown;
}

describe('the end of a file', () => {
  const lines: EmbeddedMetrics[] = [];
  beforeAll(() => {
    // Without it the library prints past the console that a test can see.
    process.env['POWERTOOLS_DEV'] = 'true';
    process.env['POWERTOOLS_METRICS_DISABLED'] = 'false';
    jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(JSON.parse(line)));
    const sink = powertoolsMetrics(new Metrics({ namespace: 'ServerlessPipeline', serviceName: 'processor' }));
    sink.fileEnded('weather', 'FAILED');
    sink.fileEnded('movies', 'COMPLETED');
  });
  afterAll(() => {
    jest.restoreAllMocks();
    delete process.env['POWERTOOLS_DEV'];
    delete process.env['POWERTOOLS_METRICS_DISABLED'];
  });

  it('is a line of its own, under its dataset', () => {
    expect(lines.map(({ dataset, FilesFailed, FilesCompleted }) => [dataset, FilesFailed, FilesCompleted])).toEqual([
      ['weather', 1, undefined],
      ['movies', undefined, 1],
    ]);
  });

  it('counts by dataset, and once more over all of them', () => {
    for (const { _aws } of lines) {
      expect(_aws.CloudWatchMetrics.map(({ Dimensions }) => Dimensions)).toEqual([
        [['service', 'dataset'], ['service']],
      ]);
    }
  });
});
