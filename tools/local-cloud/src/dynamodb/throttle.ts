import { ServiceFault } from '../http/service';
import type { Item } from './value/attribute-value';

/** One access that may be throttled: an operation, and the item it is for, if it is for one. */
export interface Access {
  readonly operation: string;
  readonly kind: 'read' | 'write';
  readonly key: Item | undefined;
}

const messages = {
  ProvisionedThroughputExceededException:
    'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
  ThrottlingException:
    'Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or index so please try again shortly. If exceptions persist, check if you have a hot key: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html',
} as const;

export type ThrottleCode = keyof typeof messages;

export const isThrottleCode = (code: unknown): code is ThrottleCode =>
  typeof code === 'string' && Object.hasOwn(messages, code);

/** Which accesses of a table are refused: a share of all, from 0 to 1, or those that a predicate picks. */
export interface ThrottleRule {
  readonly when: number | ((access: Access) => boolean);
  /** ProvisionedThroughputExceededException by default. */
  readonly as?: ThrottleCode;
}

export interface Throttles {
  /** Adds a rule for a table; the function that is returned takes it away again. */
  add(table: string, rule: ThrottleRule): () => void;
  /** The fault an access shall fail with, if any rule says so. */
  refusal(table: string, access: Access): ServiceFault | undefined;
}

/**
 * @param random from 0 to 1, for rules that refuse a share; a test gives a seeded one
 * @param refused told of each access that is refused
 */
export function createThrottles(
  random: () => number,
  refused: (table: string, access: Access) => void = () => undefined,
): Throttles {
  const rules = new Map<string, Set<ThrottleRule>>();
  return {
    add(table, rule) {
      const ofTable = rules.get(table) ?? new Set();
      rules.set(table, ofTable.add(rule));
      return () => void ofTable.delete(rule);
    },
    refusal(table, access) {
      for (const { when, as = 'ProvisionedThroughputExceededException' } of rules.get(table) ?? []) {
        if (!(typeof when === 'number' ? random() < when : when(access))) continue;
        refused(table, access);
        return new ServiceFault(as, 400, messages[as]);
      }
      return undefined;
    },
  };
}
