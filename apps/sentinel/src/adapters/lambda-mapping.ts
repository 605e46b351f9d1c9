import {
  GetEventSourceMappingCommand,
  type LambdaClient,
  ListTagsCommand,
  ResourceInUseException,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import type { Mapping } from '../ports';

/** The breaker's mark on the mapping. Whoever takes it away makes the mapping an operator's, which the breaker leaves alone. */
const MARK = 'breaker';

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
      return { state: State, ...(mark === undefined ? {} : { mark }) };
    },
    async mark(value) {
      await client.send(new TagResourceCommand({ Resource: arn, Tags: { [MARK]: value } }));
    },
    async unmark() {
      await client.send(new UntagResourceCommand({ Resource: arn, TagKeys: [MARK] }));
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
