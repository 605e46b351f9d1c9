import { type Item, quoted } from '@pipeline/record-schema';
import { RefuseRow } from '../errors';
import type { CallRetries, RecordStore, StandingItem, WriteAnswer } from '../ports';
import { aliases } from './aliases';
import { judgedAwsError, requestTimeout } from './clients';
import { ABSENT, NEWER_CONTENT, RENEWAL, SAME_CONTENT } from './write-conditions';
import { marshalled, marshalledMembers } from './wire/marshal';
import { type ErrorBody, errorBody, errorCode, serviceError } from './wire/service-error';
import type { TableWire, WireAnswer, WireOperation } from './wire/table-wire';

/**
 * The writes of rows without the SDK's way of a request, which costs ten times what the row does: written straight to
 * the wire, with the same conditions and the same errors. What is rare is the reference's to do.
 */
export function leanRecords(wire: TableWire, table: string, reference: RecordStore): RecordStore {
  const onTable = `{"TableName":${quoted(table)}`;
  const answering = '"ReturnValuesOnConditionCheckFailure":"ALL_OLD"';
  const put = `${onTable},${answering},${conditionOf(NEWER_CONTENT)},"ExpressionAttributeValues":`;
  const renew =
    `${onTable},${answering},"UpdateExpression":${quoted(RENEWAL)},${conditionOf(SAME_CONTENT, RENEWAL)}` +
    ',"ExpressionAttributeValues":';
  const putRejected = `${onTable},"ConditionExpression":${quoted(ABSENT)},"Item":`;

  const write = async (operation: WireOperation, body: string, retries: CallRetries): Promise<WriteAnswer> => {
    try {
      return answerOf(await wire.send(operation, body, { requestTimeout: requestTimeout(retries) }));
    } catch (error) {
      throw invalidRow(judgedAwsError(error));
    }
  };

  return {
    ...reference,
    put: (item, retries) =>
      write('PutItem', `${put}${newerContentValues(item)},"Item":${marshalledMembers(item)}}`, retries),
    renew: (item, retries) =>
      write('UpdateItem', `${renew}${renewalValues(item)},"Key":${marshalledMembers(keyOf(item))}}`, retries),
    async putRejected(row, retries) {
      await write('PutItem', `${putRejected}${marshalledMembers(row)}}`, retries);
    },
  };
}

const NOTHING_SAID: ErrorBody = {};
const WRITTEN: WriteAnswer = { written: true };

/** @throws ServiceError for what is neither a write nor a condition that failed */
function answerOf(sent: WireAnswer): WriteAnswer {
  const said = sent.body === '{}' ? NOTHING_SAID : errorBody(sent.body);
  // A page with status 200, such as a proxy shows one, wrote nothing.
  if (sent.status < 300 && said) return WRITTEN;
  if (said && errorCode(sent, said) === 'ConditionalCheckFailedException') return failed(said);
  throw serviceError(sent, said);
}

function failed({ Item: item }: ErrorBody): WriteAnswer {
  if (!item) return { written: false };
  const { revision, contentHash, echo } = item;
  const standing: StandingItem = {
    ...(revision?.S === undefined ? {} : { revision: revision.S }),
    ...(contentHash?.S === undefined ? {} : { contentHash: contentHash.S }),
    ...(echo?.BOOL === undefined ? {} : { echo: echo.BOOL }),
  };
  return { written: false, standing };
}

const invalidRow = (error: unknown): unknown =>
  error instanceof Error && error.name === 'ValidationException'
    ? new RefuseRow(error.message, { cause: error })
    : error;

const conditionOf = (condition: string, ...others: readonly string[]): string =>
  `"ConditionExpression":${quoted(condition)},"ExpressionAttributeNames":${JSON.stringify(aliases(condition, ...others))}`;

const keyOf = ({ recordId, timestamp }: Item) => ({ recordId, timestamp });

const newerContentValues = ({ revision, contentHash }: Item): string =>
  `{":revision":${marshalled(revision)},":contentHash":${marshalled(contentHash)}}`;

const renewalValues = ({ revision, contentHash, schemaVersion, source, originRegion, processedAt }: Item): string =>
  marshalledMembers({
    ':revision': revision,
    ':contentHash': contentHash,
    ':version': schemaVersion,
    ':source': source,
    ':echo': true,
    ':region': originRegion,
    ':now': processedAt,
  });
