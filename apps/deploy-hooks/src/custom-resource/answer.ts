import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';

/** What a custom resource comes to: its identity, and what `Fn::GetAtt` gives of it. */
export interface Outcome {
  readonly physicalId: string;
  readonly data: Readonly<Record<string, string>>;
}

/** The body that CloudFormation takes (CloudFormation User Guide, "Custom resource response objects"). */
export interface Answer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly Data?: Readonly<Record<string, string>>;
}

export interface AnswerPorts {
  readonly clock: { now(): number; sleep(milliseconds: number): Promise<void> };
  /** Sends the body to the signed URL of the event. */
  readonly put: (url: string, body: string) => Promise<void>;
  readonly log: {
    info(message: string, fields: object): void;
    error(message: string, fields: object): void;
  };
}

/** What a deployment asks for: the making of the resource, under the time that is left; a deletion asks for nothing. */
export type Make = (properties: Readonly<Record<string, unknown>>, deadline: number) => Promise<Outcome>;

/** Kept back from the work, in milliseconds: to say that it failed. */
const LAST_WORDS_MS = 10_000;
/** CloudFormation takes 4,096 bytes for an answer; a reason is cut well below. */
const LONGEST_REASON = 1_000;
const PUT_ATTEMPTS = 4;

/**
 * Does the work and answers CloudFormation, whatever happens: a function that doesn't answer leaves the deployment waiting
 * for an hour. A deletion succeeds at once, since what these resources find or set is not theirs to undo; so does that of
 * a resource whose creation failed.
 * @throws Error when CloudFormation does not take the answer; Lambda then calls again
 */
export async function answer(
  event: CloudFormationCustomResourceEvent,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
  make: Make,
  ports: AnswerPorts,
): Promise<void> {
  const { StackId, RequestId, LogicalResourceId } = event;
  const ids = { StackId, RequestId, LogicalResourceId };
  // A creation that fails has no identity yet, and CloudFormation wants one in order to delete it.
  const known = event.RequestType === 'Create' ? `${LogicalResourceId}-${RequestId}` : event.PhysicalResourceId;
  if (event.RequestType === 'Delete') {
    return send(event, { Status: 'SUCCESS', PhysicalResourceId: known, ...ids }, ports);
  }
  const deadline = ports.clock.now() + context.getRemainingTimeInMillis() - LAST_WORDS_MS;
  let outcome: Outcome;
  try {
    outcome = await make(event.ResourceProperties, deadline);
  } catch (error) {
    const Reason = (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_REASON);
    ports.log.error('custom resource failed', { ...ids, reason: Reason });
    return send(event, { Status: 'FAILED', Reason, PhysicalResourceId: known, ...ids }, ports);
  }
  const { physicalId: PhysicalResourceId, data: Data } = outcome;
  return send(event, { Status: 'SUCCESS', PhysicalResourceId, Data, ...ids }, ports);
}

async function send({ ResponseURL }: CloudFormationCustomResourceEvent, body: Answer, ports: AnswerPorts) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await ports.put(ResponseURL, JSON.stringify(body));
      // Not the URL: whoever has it may answer in our name.
      return ports.log.info('CloudFormation answered', { status: body.Status, physicalId: body.PhysicalResourceId });
    } catch (error) {
      if (attempt >= PUT_ATTEMPTS) throw error;
      await ports.clock.sleep(250 * 2 ** attempt);
    }
  }
}
