import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { createReader, type Format } from '@pipeline/file-formats';
import { numberOf } from '@pipeline/record-schema';
import type { Contender, Contenders } from '../contest/contender';

type See = (result: unknown) => void;

/** Counts what it is given, and shows it to whoever wants to see it. */
class Count {
  results = 0;
  constructor(private readonly see: See | undefined) {}

  readonly take = (result: unknown): void => {
    this.results += 1;
    this.see?.(result);
  };
}

/** The pipeline's reader as the function uses it: positions, limits and resynchronisation on, numbers exact. */
const ours = (format: Format) => async (): Promise<Contender> => ({
  async pass(input, see) {
    const count = new Count(see);
    const reader = createReader(format, { number: numberOf }, (row) => {
      if (row.kind !== 'row') throw new Error(`Row ${row.position.ordinal} is refused.`);
      count.take(row.value);
    });
    for await (const chunk of createReadStream(input)) reader.push(chunk as Uint8Array);
    reader.end();
    return count.results;
  },
});

export const csvContenders: Contenders = {
  ours: ours('csv'),
  'csv-parse': async () => {
    const { parse } = await import('csv-parse');
    return {
      async pass(input, see) {
        const count = new Count(see);
        const parser = parse({ columns: true, bom: true });
        await pipeline(createReadStream(input), parser, async (rows: AsyncIterable<unknown>) => {
          for await (const row of rows) count.take(row);
        });
        return count.results;
      },
    };
  },
  'csv-parser': async () => {
    const { default: csvParser } = await import('csv-parser');
    return {
      async pass(input, see) {
        const count = new Count(see);
        const parser = csvParser();
        parser.on('data', count.take);
        await pipeline(createReadStream(input), parser);
        return count.results;
      },
    };
  },
  papaparse: async () => {
    const { default: papa } = await import('papaparse');
    return {
      pass: (input, see) =>
        new Promise((resolve, reject) => {
          const count = new Count(see);
          papa.parse<unknown>(createReadStream(input, 'utf8'), {
            header: true,
            skipEmptyLines: true,
            chunk: ({ data }) => data.forEach(count.take),
            complete: () => resolve(count.results),
            error: reject,
          });
        }),
    };
  },
  udsv: async () => {
    const { inferSchema, initParser } = await import('udsv');
    return {
      async pass(input, see) {
        const count = new Count(see);
        let parser: ReturnType<typeof initParser> | undefined;
        for await (const chunk of createReadStream(input, 'utf8')) {
          const text = chunk as string;
          // A quote may come later than the first chunk, from which it would be inferred.
          parser ??= initParser(inferSchema(text, { encl: '"' }));
          parser.chunk<Record<string, string>>(text, parser.stringObjs, count.take);
        }
        parser?.end();
        return count.results;
      },
    };
  },
};

/** What most programs do with a file of JSON. */
const wholeFile: Contender = {
  async pass(input, see) {
    const rows = JSON.parse(await readFile(input, 'utf8')) as unknown[];
    if (see) rows.forEach(see);
    return rows.length;
  },
};

export const jsonContenders: Contenders = {
  ours: ours('json'),
  'JSON.parse, whole file': async () => wholeFile,
  'stream-json': async () => {
    const [{ parser }, { streamArray }, { default: chain }] = await Promise.all([
      import('stream-json'),
      import('stream-json/streamers/stream-array.js'),
      import('stream-chain'),
    ]);
    return {
      async pass(input, see) {
        const count = new Count(see);
        const rows = chain([createReadStream(input), parser(), streamArray()]);
        for await (const row of rows) count.take((row as { readonly value: unknown }).value);
        return count.results;
      },
    };
  },
  'stream-json 1.9': async () => {
    const { default: streamArray } = await import('stream-json-1/streamers/StreamArray.js');
    return {
      async pass(input, see) {
        const count = new Count(see);
        const rows = createReadStream(input).pipe(streamArray.withParser());
        for await (const row of rows) count.take((row as { readonly value: unknown }).value);
        return count.results;
      },
    };
  },
  '@streamparser/json': async () => {
    const { JSONParser } = await import('@streamparser/json');
    return {
      async pass(input, see) {
        const count = new Count(see);
        const parser = new JSONParser({ paths: ['$.*'], keepStack: false });
        parser.onValue = ({ value }) => count.take(value);
        for await (const chunk of createReadStream(input)) parser.write(chunk as Uint8Array);
        return count.results;
      },
    };
  },
};

export const ndjsonContenders: Contenders = {
  ours: ours('ndjson'),
  'JSON.parse, lines of the whole file': async () => ({
    async pass(input, see) {
      const rows = (await readFile(input, 'utf8'))
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
      if (see) rows.forEach(see);
      return rows.length;
    },
  }),
  'JSON.parse, lines of readline': async () => ({
    async pass(input, see) {
      const count = new Count(see);
      const lines = createInterface({ input: createReadStream(input), crlfDelay: Infinity });
      lines.on('line', (line) => count.take(JSON.parse(line)));
      await new Promise((resolve) => lines.once('close', resolve));
      return count.results;
    },
  }),
  'JSON.parse, the rows as one array': async () => ({
    // The same rows lie beside the input as an array.
    pass: (input, see) => wholeFile.pass(input.replace(/\.ndjson$/, '.json'), see),
  }),
};
