import type { Contenders } from '../contest/contender';

/** Loaded by who runs them only: the other contests' processes hold nothing of it. */
const load = () => import('./writers');

export const writerContenders: Contenders = {
  ours: async () => (await load()).ours('lean'),
  'ours by the SDK': async () => (await load()).ours('sdk'),
  PutCommand: async () => (await load()).putCommand(),
  'raw sockets': async () => (await load()).rawSockets(),
  'raw sockets, bytes made before': async () => (await load()).madeBefore(),
};
