import { ServiceFault } from '../http/service';

const TEMPORARY = /^local-until-(\d{1,15})$/;

/** The token of credentials that end, in milliseconds since 1970. Nothing is kept: it holds after a restart, and in every region. */
export const sessionToken = (endsAt: number): string => `local-until-${endsAt}`;

/** Whether it is of this cloud's making, whatever key it comes with. */
export const isSessionToken = (token: string | undefined): boolean => TEMPORARY.test(token ?? '');

/**
 * Lets pass credentials that have not ended; those of functions never do, their environments being made anew.
 * @throws ServiceFault as the service words it
 */
export function checkSessionToken(token: string | undefined, service: string, now: number): void {
  const endsAt = TEMPORARY.exec(token ?? '')?.[1];
  if (endsAt === undefined || now < Number(endsAt)) return;
  throw service === 's3'
    ? new ServiceFault('ExpiredToken', 400, 'The provided token has expired.')
    : new ServiceFault('ExpiredTokenException', 400, 'The security token included in the request is expired');
}
