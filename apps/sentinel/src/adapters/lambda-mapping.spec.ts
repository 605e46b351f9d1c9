import { type LambdaClient, ResourceInUseException } from '@aws-sdk/client-lambda';
import { lambdaMapping } from './lambda-mapping';

interface Input {
  readonly Tags?: Readonly<Record<string, string>>;
  readonly TagKeys?: readonly string[];
}

/** The mapping over a Lambda that keeps its tags, and a list of what was asked of it. */
function mappingUnderTest(update: () => unknown = () => ({}), scaling = {}) {
  const tags = new Map<string, string>([['Project', 'pipeline']]);
  const asked: (readonly [string, object])[] = [];
  const send = async ({ constructor: { name }, input }: { readonly constructor: { name: string }; input: Input }) => {
    asked.push([name, input]);
    if (name === 'GetEventSourceMappingCommand') return { State: 'Enabled', ...scaling };
    if (name === 'ListTagsCommand') return { Tags: Object.fromEntries(tags) };
    if (name === 'TagResourceCommand')
      for (const [key, value] of Object.entries(input.Tags ?? {})) tags.set(key, value);
    if (name === 'UntagResourceCommand') for (const key of input.TagKeys ?? []) tags.delete(key);
    return name === 'UpdateEventSourceMappingCommand' ? update() : {};
  };
  const mapping = lambdaMapping({ send } as unknown as LambdaClient, { id: 'm', arn: 'arn:m' });
  return { mapping, tags, asked };
}

const [FIRST, SECOND] = ['2026-03-14T09:27:00.000Z', '2026-03-14T09:28:00.000Z'] as const;

it('keeps notes as tags beside those of others', async () => {
  const { mapping, tags, asked } = mappingUnderTest();
  await mapping.note({ at: FIRST, change: 'open' });
  expect(asked).toEqual([['TagResourceCommand', { Resource: 'arn:m', Tags: { [`untold@${FIRST}`]: 'open' } }]]);
  await mapping.told([{ at: FIRST, change: 'open' }]);
  expect([...tags]).toEqual([['Project', 'pipeline']]);
});

it('reads the notes from the oldest on; a tag of somebody else’s is none', async () => {
  const { mapping, tags } = mappingUnderTest();
  expect(await mapping.read()).toEqual({ state: 'Enabled', untold: [] });
  await mapping.note({ at: SECOND, change: 'half-open' });
  await mapping.note({ at: FIRST, change: 'open' });
  tags.set('untold@yesterday', 'nothing of ours');
  expect(await mapping.read()).toEqual({
    state: 'Enabled',
    untold: [
      { at: FIRST, change: 'open' },
      { at: SECOND, change: 'half-open' },
    ],
  });
});

it('reads the concurrency, where there is one', async () => {
  const { mapping } = mappingUnderTest(() => ({}), { ScalingConfig: { MaximumConcurrency: 8 } });
  expect(await mapping.read()).toEqual({ state: 'Enabled', concurrency: 8, untold: [] });
});

it('changes switch and concurrency in one call, and says where an earlier change is still under way', async () => {
  const { mapping, asked } = mappingUnderTest();
  expect(await mapping.change({ enabled: true, maximumConcurrency: 2 })).toBe('accepted');
  await mapping.change({ enabled: false, maximumConcurrency: 2 });
  expect(asked.map(([, input]) => input)).toEqual([
    { UUID: 'm', Enabled: true, ScalingConfig: { MaximumConcurrency: 2 } },
    { UUID: 'm', Enabled: false, ScalingConfig: { MaximumConcurrency: 2 } },
  ]);
  const busy = mappingUnderTest(() => {
    throw new ResourceInUseException({ message: 'in use', $metadata: {} });
  });
  expect(await busy.mapping.change({ enabled: false, maximumConcurrency: 2 })).toBe('busy');
  const out = mappingUnderTest(() => {
    throw new Error('Lambda is out');
  });
  await expect(out.mapping.change({ enabled: false, maximumConcurrency: 2 })).rejects.toThrow('Lambda is out');
});
