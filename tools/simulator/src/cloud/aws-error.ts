/** An error as the SDK's clients throw it: what the function's retry layer judges by. */
export function awsError(name: string, status: number, message: string, more: object = {}): Error {
  return Object.assign(new Error(message), {
    name,
    $fault: status >= 500 ? 'server' : 'client',
    $metadata: { httpStatusCode: status },
    ...more,
  });
}

export const throttled = (name: string): Error => awsError(name, 400, 'Rate exceeded.');
export const serverFault = (): Error => awsError('InternalServerError', 500, 'Something went wrong.');
export const connectionReset = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
export const timedOut = (): Error => Object.assign(new Error('The request timed out.'), { name: 'TimeoutError' });
export const accessDenied = (): Error => awsError('AccessDeniedException', 400, 'Not authorized.');
export const forbidden = (): Error => awsError('AccessDenied', 403, 'Access Denied');
export const validation = (message: string): Error => awsError('ValidationException', 400, message);
