import { createHash } from 'node:crypto';

/** An API's id, in AWS drawn at its creation: ten small letters and digits, here the same at each boot. */
export function apiId(name: string, region: string): string {
  const draw = createHash('sha256').update(`${region}/${name}`).digest().readBigUInt64BE();
  return draw.toString(36).padStart(10, '0').slice(-10);
}
