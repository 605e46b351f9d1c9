import { sqsFault } from './fault';

/** Which receive of which message a handle stands for. */
export interface Receipt {
  readonly queue: string;
  readonly sequence: number;
  readonly messageId: string;
  readonly receiveCount: number;
}

export const writeReceiptHandle = ({ queue, sequence, messageId, receiveCount }: Receipt): string =>
  Buffer.from(['receipt', queue, sequence, messageId, receiveCount].join('\n')).toString('base64');

/** @throws ServiceFault when it is no handle of this queue. */
export function readReceiptHandle(handle: string, queue: string): Receipt {
  const [mark, name, sequence, messageId = '', receiveCount] = Buffer.from(handle, 'base64').toString().split('\n');
  if (mark !== 'receipt' || name !== queue) {
    throw sqsFault('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not a valid receipt handle.`);
  }
  return { queue, sequence: Number(sequence), messageId, receiveCount: Number(receiveCount) };
}
