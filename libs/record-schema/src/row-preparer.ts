import { type Either, isLeft } from 'fp-ts/Either';
import type { Dataset, TransformContext } from './dataset';
import type { Fault } from './fault';
import { type FileStamp, type Item, toItem } from './item';
import { validator } from './validate';

/**
 * What becomes of a row of one file: validate → transform → item. What is the same for every row is done once.
 * @returns a function of the row's value, its ordinal and the time (epoch milliseconds) to an item, or to all its faults
 */
export function rowPreparer(
  dataset: Dataset,
  file: FileStamp,
  hmacKeys: TransformContext['hmacKeys'] = [],
): (value: unknown, ordinal: number, now: number) => Either<readonly Fault[], Item> {
  const { name, schemaVersion, key, time, transform, sequence } = dataset;
  const timeOf = typeof time === 'function' ? time : () => time.fixed;
  const validate = validator(dataset);
  const context = { lastModified: file.lastModified, hmacKeys };
  return (value, ordinal, now) => {
    const record = validate(value);
    if (isLeft(record)) return record;
    const draft = {
      dataset: name,
      schemaVersion,
      key: key(record.right),
      time: timeOf(record.right),
      payload: transform(record.right, context),
      ordinal,
      ...(sequence && { sequence: sequence(record.right) }),
    };
    return toItem(draft, file, now);
  };
}
