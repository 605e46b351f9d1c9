import { NotEmulated, ServiceFault } from '../http/service';
import type { Item } from './value/attribute-value';

/** The request is not one that DynamoDB accepts; the message is AWS's own wherever it is known. */
export class ValidationFault extends ServiceFault {
  constructor(message: string) {
    super('ValidationException', 400, message);
  }
}

/** The body is not JSON, or a member of it has another JSON type than the operation declares. */
export class SerializationFault extends ServiceFault {
  constructor(message: string) {
    super('SerializationException', 400, message);
  }
}

/** The condition of a write did not hold; carries the item that is there when the client asked for it. */
export class ConditionFault extends ServiceFault {
  constructor(readonly item: Item | undefined) {
    super(
      'ConditionalCheckFailedException',
      400,
      'The conditional request failed',
      item === undefined ? {} : { Item: item },
    );
  }
}

export class ResourceNotFound extends ServiceFault {
  constructor(message = 'Requested resource not found') {
    super('ResourceNotFoundException', 400, message);
  }
}

/** Why one action of a transaction would not do, by its position; `None` for those that would. */
export interface CancellationReason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: Item;
}

export class TransactionCanceled extends ServiceFault {
  constructor(reasons: readonly CancellationReason[]) {
    const codes = reasons.map(({ Code }) => Code).join(', ');
    super(
      'TransactionCanceledException',
      400,
      `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
      { CancellationReasons: reasons },
    );
  }
}

/** What DynamoDB has and this one does not: the operation, parameter or function by name. */
export const notEmulated = (what: string): NotEmulated => new NotEmulated('DynamoDB', what);
