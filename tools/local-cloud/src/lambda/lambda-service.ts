import type { SqsMapping } from '../event-source/sqs-mapping';
import { readBody } from '../http/read-body';
import { NotEmulated, type Service, ServiceFault, type ServiceRequest, type ServiceResponse } from '../http/service';
import { functionNameOf } from '../template/plan-function';
import type { MappingSettings, MappingSettingsStore } from './mapping-settings';

export interface LambdaServiceOptions {
  readonly region: string;
  readonly account: string;
  readonly clock: { now(): number };
  readonly settings: MappingSettingsStore;
  /** The mappings of queues that run; what they are set to is read and changed here. */
  mappings(): readonly SqsMapping[];
  /** How long a change is under way, in milliseconds: so long a mapping refuses another, as Lambda's does for up to a minute. */
  readonly transitionMs?: number;
}

type Input = Readonly<Record<string, unknown>>;

const LARGEST_REQUEST = 1 << 16;
const TRANSITION_MS = 200;

/** The members by which a list is narrowed; any other is not emulated, and said so. */
const LISTED_BY = ['EventSourceArn', 'FunctionName'];
/** The members that an update takes; any other is not emulated, and said so. */
const UPDATED = ['Enabled', 'ScalingConfig'];

/** AWS Lambda, as much of it as holds a processor back: event source mappings of queues, and their tags. REST with JSON. */
export function createLambdaService(options: LambdaServiceOptions): Service {
  const { region, account, clock, settings, transitionMs = TRANSITION_MS } = options;
  const arnOf = (id: string) => `arn:aws:lambda:${region}:${account}:event-source-mapping:${id}`;
  /** Until when a mapping is in which transition, by its id. */
  const transitions = new Map<string, { readonly state: string; readonly until: number }>();

  const mappingOf = (id: string): SqsMapping => {
    const mapping = options.mappings().find((one) => one.mapping.id === id);
    if (!mapping)
      throw new ServiceFault('ResourceNotFoundException', 404, 'The resource you requested does not exist.');
    return mapping;
  };
  const transitionOf = (id: string): string | undefined => {
    const transition = transitions.get(id);
    return transition && clock.now() < transition.until ? transition.state : undefined;
  };

  const described = (mapping: SqsMapping, state = transitionOf(mapping.mapping.id) ?? mapping.state()) => {
    const { id, queueArn, functionName, batchSize, batchingWindowSeconds, reportBatchItemFailures } = mapping.mapping;
    const maximum = mapping.maximumConcurrency();
    return {
      UUID: id,
      EventSourceMappingArn: arnOf(id),
      EventSourceArn: queueArn,
      FunctionArn: `arn:aws:lambda:${region}:${account}:function:${functionName}`,
      BatchSize: batchSize,
      MaximumBatchingWindowInSeconds: batchingWindowSeconds,
      FunctionResponseTypes: reportBatchItemFailures ? ['ReportBatchItemFailures'] : [],
      State: state,
      StateTransitionReason: 'USER_INITIATED',
      LastModified: Math.floor(clock.now() / 1_000),
      ...(maximum === undefined ? {} : { ScalingConfig: { MaximumConcurrency: maximum } }),
    };
  };

  const update = async (id: string, input: Input): Promise<object> => {
    const unknown = Object.keys(input).find((name) => !UPDATED.includes(name));
    if (unknown !== undefined) throw new NotEmulated('Lambda', `the parameter ${unknown} of UpdateEventSourceMapping`);
    const mapping = mappingOf(id);
    if (transitionOf(id) !== undefined) {
      const message = `Cannot update the event source mapping ${id} because it is in use.`;
      throw new ServiceFault('ResourceInUseException', 400, message, { Type: 'User' });
    }
    const enabled = input['Enabled'] as boolean | undefined;
    const scaling = input['ScalingConfig'] as Input | undefined;
    const maximum = scaling?.['MaximumConcurrency'] as number | undefined;
    if (maximum !== undefined && !(Number.isInteger(maximum) && maximum >= 2 && maximum <= 1_000)) {
      const message = `Value ${maximum} at 'scalingConfig.maximumConcurrency' must be from 2 to 1000.`;
      throw new ServiceFault('InvalidParameterValueException', 400, message, { Type: 'User' });
    }
    const changed: MappingSettings = {
      ...settings.of(id),
      ...(enabled === undefined ? {} : { enabled }),
      // An empty ScalingConfig takes the bound away; none leaves it as it is.
      ...(scaling === undefined ? {} : { maximumConcurrency: maximum ?? 'unbounded' }),
    };
    const becomes =
      enabled === undefined || enabled === (mapping.state() === 'Enabled')
        ? 'Updating'
        : enabled
          ? 'Enabling'
          : 'Disabling';
    transitions.set(id, { state: becomes, until: clock.now() + transitionMs });
    await settings.save(id, changed);
    mapping.apply(changed);
    return described(mapping, becomes);
  };

  const tag = async (request: ServiceRequest, arn: string): Promise<ServiceResponse> => {
    const id = arn.slice(arn.lastIndexOf(':') + 1);
    if (arn !== arnOf(id)) throw new NotEmulated('Lambda', `tags of ${arn}`);
    mappingOf(id);
    const { tags = {} } = settings.of(id);
    const authorize = (operation: string) => request.authorize(`lambda:${operation}`, arn);
    if (request.method === 'GET') {
      authorize('ListTags');
      return json(200, { Tags: tags });
    }
    if (request.method === 'POST') {
      authorize('TagResource');
      const { Tags } = await inputOf(request);
      await settings.save(id, { ...settings.of(id), tags: { ...tags, ...(Tags as Record<string, string>) } });
      return { status: 204 };
    }
    if (request.method === 'DELETE') {
      authorize('UntagResource');
      const gone = request.query.getAll('tagKeys');
      const kept = Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.includes(key)));
      await settings.save(id, { ...settings.of(id), tags: kept });
      return { status: 204 };
    }
    throw new NotEmulated('Lambda', `${request.method} of tags`);
  };

  const list = ({ query }: ServiceRequest) => {
    const unknown = [...query.keys()].find((name) => !LISTED_BY.includes(name));
    if (unknown !== undefined) throw new NotEmulated('Lambda', `the parameter ${unknown} of ListEventSourceMappings`);
    const [queue, named] = [query.get('EventSourceArn'), query.get('FunctionName')];
    const found = options
      .mappings()
      .filter(({ mapping }) => queue === null || mapping.queueArn === queue)
      .filter(({ mapping }) => named === null || mapping.functionName === functionNameOf(named));
    return { EventSourceMappings: found.map((mapping) => described(mapping)) };
  };

  return {
    scope: 'lambda',
    async handle(request) {
      if (/^\/2015-03-31\/event-source-mappings\/?$/.test(request.path) && request.method === 'GET') {
        request.authorize('lambda:ListEventSourceMappings', '*');
        return json(200, list(request));
      }
      const [, id] = /^\/2015-03-31\/event-source-mappings\/([^/]+)\/?$/.exec(request.path) ?? [];
      if (id !== undefined && request.method === 'GET') {
        request.authorize('lambda:GetEventSourceMapping', arnOf(id));
        return json(200, described(mappingOf(id)));
      }
      if (id !== undefined && request.method === 'PUT') {
        request.authorize('lambda:UpdateEventSourceMapping', arnOf(id));
        return json(202, await update(id, await inputOf(request)));
      }
      const [, arn] = /^\/2017-03-31\/tags\/(.+)$/.exec(request.path) ?? [];
      if (arn !== undefined) return tag(request, decodeURIComponent(arn));
      throw new NotEmulated('Lambda', `${request.method} ${request.path}`);
    },
    fault: ({ code, status, message, members }) => ({
      // Lambda has its own word for it.
      ...json(
        status,
        { ...members, message, Message: message },
        code === 'AccessDenied' ? 'AccessDeniedException' : code,
      ),
    }),
  };
}

async function inputOf({ body }: ServiceRequest): Promise<Input> {
  const text = (await readBody(body, LARGEST_REQUEST)).toString();
  try {
    return JSON.parse(text === '' ? '{}' : text) as Input;
  } catch {
    throw new ServiceFault('InvalidRequestContentException', 400, 'Could not parse request body into json.');
  }
}

const json = (status: number, body: object, errorType?: string): ServiceResponse => ({
  status,
  headers: {
    'content-type': 'application/json',
    ...(errorType === undefined ? {} : { 'x-amzn-errortype': errorType }),
  },
  body: JSON.stringify(body),
});
