import { INCOMING_PREFIX } from '@pipeline/runtime-contract';

/** Objects under `prefix` that end in `suffix` are announced to the ingest queue. */
export interface NotificationRule {
  readonly prefix: string;
  readonly suffix: string;
  readonly dataset: string;
}

/** Quota of S3: event notification configurations of one bucket. */
const MAX_RULES = 100;

/** S3 refuses two rules that an object key could match both (S3 User Guide, "Configuring event notifications using object key name filtering"). */
function overlap(a: NotificationRule, b: NotificationRule): boolean {
  const prefixes = a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix);
  const suffixes = a.suffix.endsWith(b.suffix) || b.suffix.endsWith(a.suffix);
  return prefixes && suffixes;
}

const named = ({ prefix, suffix, dataset }: NotificationRule) => `${prefix}*${suffix} of ${dataset}`;

/** The mistakes that S3 would find at deployment only, after the other half of the stack: one sentence each. */
export function checkNotificationRules(rules: readonly NotificationRule[]): readonly string[] {
  const outside = rules
    .filter(({ prefix }) => !prefix.startsWith(INCOMING_PREFIX))
    .map(
      (rule) =>
        `The notification rule ${named(rule)} is outside of ${INCOMING_PREFIX}, which is all that the processor may read: correct its prefix.`,
    );
  const overlapping = rules.flatMap((rule, index) =>
    rules
      .slice(index + 1)
      .filter((other) => overlap(rule, other))
      .map(
        (other) =>
          `The notification rules ${named(rule)} and ${named(other)} overlap, which S3 refuses: give the datasets prefixes or suffixes of which none begins or ends with another.`,
      ),
  );
  const tooMany =
    rules.length > MAX_RULES
      ? [
          `There are ${rules.length} notification rules and S3 allows ${MAX_RULES} per bucket: let datasets declare fewer suffixes.`,
        ]
      : [];
  return [...outside, ...overlapping, ...tooMany];
}
