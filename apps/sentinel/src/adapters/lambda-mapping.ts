import {
  GetEventSourceMappingCommand,
  type LambdaClient,
  ListTagsCommand,
  ResourceInUseException,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import type { BreakerChange, UntoldChange } from '../breaker';
import type { Mapping } from '../ports';

/** Of the tags `untold@<instant>`, whose value is the change: each has its own, so that two ticks at once lose none. */
const NOTE = 'untold@';

const isChange = (text: string): text is BreakerChange => ['open', 'half-open', 'closed'].includes(text);

const untoldOf = (tags: Readonly<Record<string, string>>): readonly UntoldChange[] =>
  Object.entries(tags)
    .flatMap(([name, change]) =>
      name.startsWith(NOTE) && isChange(change) ? [{ at: name.slice(NOTE.length), change }] : [],
    )
    .sort((one, other) => (one.at < other.at ? -1 : 1));

export function lambdaMapping(
  client: LambdaClient,
  { id, arn }: { readonly id: string; readonly arn: string },
): Mapping {
  return {
    async read() {
      const [{ State = 'Unknown', ScalingConfig }, { Tags = {} }] = await Promise.all([
        client.send(new GetEventSourceMappingCommand({ UUID: id })),
        client.send(new ListTagsCommand({ Resource: arn })),
      ]);
      const concurrency = ScalingConfig?.MaximumConcurrency;
      return { state: State, untold: untoldOf(Tags), ...(concurrency === undefined ? {} : { concurrency }) };
    },
    async note({ at, change }) {
      await client.send(new TagResourceCommand({ Resource: arn, Tags: { [`${NOTE}${at}`]: change } }));
    },
    async told(changes) {
      const TagKeys = changes.map(({ at }) => `${NOTE}${at}`);
      await client.send(new UntagResourceCommand({ Resource: arn, TagKeys }));
    },
    async change({ enabled, maximumConcurrency }) {
      try {
        await client.send(
          new UpdateEventSourceMappingCommand({
            UUID: id,
            Enabled: enabled,
            ScalingConfig: { MaximumConcurrency: maximumConcurrency },
          }),
        );
        return 'accepted';
      } catch (error) {
        // An earlier change is under way: the next tick looks again.
        if (error instanceof ResourceInUseException) return 'busy';
        throw error;
      }
    },
  };
}
