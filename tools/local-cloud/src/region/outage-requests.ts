import { readBody } from '../http/read-body';
import { ServiceFault, type ServiceRequest } from '../http/service';
import { OUTAGE_MODES, OUTAGE_SERVICES, type OutageMode, type Outages, type OutageService } from './outages';

const LARGEST_SETTINGS = 1 << 10;

/**
 * `/_local/outage`: PUT {"table": "hang"} takes the table's service away from every caller, "none" gives it back. It ends
 * with the region's process.
 * @throws ServiceFault
 */
export async function answerOutage(
  outages: Outages,
  { method, path, body }: ServiceRequest,
): Promise<Readonly<Record<string, string>>> {
  if (method === 'PUT') {
    const wanted = settingsIn((await readBody(body, LARGEST_SETTINGS)).toString());
    for (const [service, mode] of wanted) outages.set(service, mode);
  } else if (method !== 'GET') {
    throw new ServiceFault('MethodNotAllowed', 405, `${path} takes GET and PUT, no ${method}.`);
  }
  const none = Object.fromEntries(Object.keys(OUTAGE_SERVICES).map((service) => [service, 'none']));
  return { ...none, ...outages.current() };
}

function settingsIn(text: string): readonly (readonly [OutageService, OutageMode | undefined])[] {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    given = undefined;
  }
  const entries = typeof given === 'object' && given !== null ? Object.entries(given) : [];
  const settings = entries.map(([service, mode]: [string, unknown]) =>
    isService(service) && (mode === 'none' || isMode(mode))
      ? ([service, mode === 'none' ? undefined : mode] as const)
      : undefined,
  );
  const known = settings.filter((setting) => setting !== undefined);
  if (known.length > 0 && known.length === settings.length) return known;
  throw new ServiceFault(
    'BadRequest',
    400,
    `Write {"table": "refuse"}: of ${Object.keys(OUTAGE_SERVICES).join(', ')} each with ${OUTAGE_MODES.join(', ')} or none.`,
  );
}

const isService = (text: string): text is OutageService => Object.hasOwn(OUTAGE_SERVICES, text);
const isMode = (value: unknown): value is OutageMode => OUTAGE_MODES.some((mode) => mode === value);
