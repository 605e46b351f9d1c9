import { ServiceFault } from '../http/service';

const SIMPLE_QUEUE_SERVICE = 'AWS.SimpleQueueService.';

/**
 * Faults by their name in the JSON protocol: the code that the older query protocol has for the same, which SDKs still
 * show, and the status. Source: the Smithy model of SQS (`aws.protocols#awsQueryError`).
 */
const FAULTS = {
  BatchEntryIdsNotDistinct: [`${SIMPLE_QUEUE_SERVICE}BatchEntryIdsNotDistinct`, 400],
  BatchRequestTooLong: [`${SIMPLE_QUEUE_SERVICE}BatchRequestTooLong`, 400],
  EmptyBatchRequest: [`${SIMPLE_QUEUE_SERVICE}EmptyBatchRequest`, 400],
  InvalidAttributeName: ['InvalidAttributeName', 400],
  InvalidBatchEntryId: [`${SIMPLE_QUEUE_SERVICE}InvalidBatchEntryId`, 400],
  InvalidMessageContents: ['InvalidMessageContents', 400],
  InvalidParameterValueException: ['InvalidParameterValue', 400],
  MessageNotInflight: [`${SIMPLE_QUEUE_SERVICE}MessageNotInflight`, 400],
  MissingRequiredParameterException: ['MissingParameter', 400],
  PurgeQueueInProgress: [`${SIMPLE_QUEUE_SERVICE}PurgeQueueInProgress`, 403],
  QueueDoesNotExist: [`${SIMPLE_QUEUE_SERVICE}NonExistentQueue`, 400],
  ReceiptHandleIsInvalid: ['ReceiptHandleIsInvalid', 404],
  ResourceNotFoundException: ['ResourceNotFoundException', 404],
  TooManyEntriesInBatchRequest: [`${SIMPLE_QUEUE_SERVICE}TooManyEntriesInBatchRequest`, 400],
  UnsupportedOperation: [`${SIMPLE_QUEUE_SERVICE}UnsupportedOperation`, 400],
  AccessDenied: ['AccessDenied', 403],
} as const;

export type SqsFaultName = keyof typeof FAULTS;

export const sqsFault = (name: SqsFaultName, message: string): ServiceFault =>
  new ServiceFault(name, FAULTS[name][1], message);

/** What every service refuses before it reads the request; the SDKs take the older code for these, too. */
const OF_SIGNATURES: Readonly<Record<string, string>> = {
  IncompleteSignatureException: 'IncompleteSignature',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  UnrecognizedClientException: 'InvalidClientTokenId',
};

/** The code of a fault in the query protocol; other faults of the endpoint have the same in both. */
export const queryCode = ({ code }: ServiceFault): string =>
  code in FAULTS ? FAULTS[code as SqsFaultName][0] : (OF_SIGNATURES[code] ?? code);

export const queueDoesNotExist = () => sqsFault('QueueDoesNotExist', 'The specified queue does not exist.');

export const missingParameter = (name: string) =>
  sqsFault('MissingRequiredParameterException', `The request must contain the parameter ${name}.`);

export const invalidParameter = (value: unknown, name: string, reason: string) =>
  sqsFault(
    'InvalidParameterValueException',
    `Value ${String(value)} for parameter ${name} is invalid. Reason: ${reason}`,
  );
