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

/** The breaker's mark on the mapping. Whoever takes it away makes the mapping an operator's, which the breaker leaves alone. */
const MARK = 'breaker';

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
      const [{ State = 'Unknown' }, { Tags = {} }] = await Promise.all([
        client.send(new GetEventSourceMappingCommand({ UUID: id })),
        client.send(new ListTagsCommand({ Resource: arn })),
      ]);
      const mark = Tags[MARK];
      return { state: State, untold: untoldOf(Tags), ...(mark === undefined ? {} : { mark }) };
    },
    async note({ at, change }, mark) {
      const Tags = { [`${NOTE}${at}`]: change, ...(mark === undefined ? {} : { [MARK]: mark }) };
      await client.send(new TagResourceCommand({ Resource: arn, Tags }));
    },
    async unmark() {
      await client.send(new UntagResourceCommand({ Resource: arn, TagKeys: [MARK] }));
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
            ...(enabled === undefined ? {} : { Enabled: enabled }),
            ...(maximumConcurrency === undefined ? {} : { ScalingConfig: { MaximumConcurrency: maximumConcurrency } }),
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
