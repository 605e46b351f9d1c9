import { createMetricStore, parseEmbeddedMetrics } from './metrics';

const line = (members: object, Dimensions = [['dataset']]) =>
  JSON.stringify({
    _aws: {
      Timestamp: 1_767_225_612_345,
      CloudWatchMetrics: [
        {
          Namespace: 'ServerlessPipeline',
          Dimensions,
          Metrics: [
            { Name: 'RowsStored', Unit: 'Count' },
            { Name: 'SliceDuration', Unit: 'Milliseconds' },
          ],
        },
      ],
    },
    ...members,
  });

describe('parse embedded metrics', () => {
  it('gives each value with its dimensions, unit and time', () => {
    const metric = {
      namespace: 'ServerlessPipeline',
      dimensions: { dataset: 'weather' },
      timestamp: 1_767_225_612_345,
    };
    expect(parseEmbeddedMetrics(line({ dataset: 'weather', RowsStored: 7, SliceDuration: [1.5, 2] }))).toEqual([
      { ...metric, name: 'RowsStored', unit: 'Count', value: 7 },
      { ...metric, name: 'SliceDuration', unit: 'Milliseconds', value: 1.5 },
      { ...metric, name: 'SliceDuration', unit: 'Milliseconds', value: 2 },
    ]);
  });

  it('counts a metric once for each dimension set', () => {
    const points = parseEmbeddedMetrics(
      line({ dataset: 'weather', service: 's', RowsStored: 7 }, [['dataset'], ['dataset', 'service']]),
    );
    expect(points.map(({ dimensions }) => dimensions)).toEqual([
      { dataset: 'weather' },
      { dataset: 'weather', service: 's' },
    ]);
  });

  it.each(['', 'hello', '{"level":"INFO","message":"_aws"}', '{"_aws":{}}', '{"_aws":', '[1]'])(
    'finds none in %s',
    (text) => {
      expect(parseEmbeddedMetrics(text)).toEqual([]);
    },
  );
});

describe('metric store', () => {
  it('keeps the statistics of each minute', () => {
    const { record, metrics } = createMetricStore();
    const point = (value: number, second: number, dataset = 'weather') => ({
      namespace: 'n',
      name: 'm',
      unit: 'Count',
      dimensions: { dataset },
      value,
      timestamp: Date.UTC(2026, 0, 1, 0, 0, second),
    });
    record([point(5, 61), point(1, 0), point(3, 59), point(9, 0, 'sensor-readings')]);

    const metric = { namespace: 'n', name: 'm', unit: 'Count' };
    const minute = Date.UTC(2026, 0, 1);
    expect(metrics()).toEqual([
      {
        ...metric,
        dimensions: { dataset: 'weather' },
        timestamp: minute,
        sum: 4,
        sampleCount: 2,
        minimum: 1,
        maximum: 3,
      },
      {
        ...metric,
        dimensions: { dataset: 'sensor-readings' },
        timestamp: minute,
        sum: 9,
        sampleCount: 1,
        minimum: 9,
        maximum: 9,
      },
      {
        ...metric,
        dimensions: { dataset: 'weather' },
        timestamp: minute + 60_000,
        sum: 5,
        sampleCount: 1,
        minimum: 5,
        maximum: 5,
      },
    ]);
  });

  it('keeps a day', () => {
    const { record, metrics } = createMetricStore();
    const at = (timestamp: number) => [
      { namespace: 'n', name: 'm', unit: 'None', dimensions: {}, value: 1, timestamp },
    ];
    const now = Date.UTC(2026, 0, 2);
    record(at(now - 24 * 3_600_000));
    record(at(now - 3_600_000));
    record(at(now));
    expect(metrics().map(({ timestamp }) => timestamp)).toEqual([now - 3_600_000, now]);
  });
});
