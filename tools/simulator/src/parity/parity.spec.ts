import { ServiceComparison } from './compare-services';
import { startLocalServices } from './local-services';

/** The goal's 20,000 by PARITY_OPERATIONS=20000. */
const OPERATIONS = Number(process.env['PARITY_OPERATIONS'] ?? 1_000);

it(
  'the simulated services answer as the local cloud does',
  async () => {
    const local = await startLocalServices(Date.parse('2026-03-14T09:00:00.000Z'));
    try {
      const comparison = new ServiceComparison(1, local);
      await comparison.run(OPERATIONS);
      expect(comparison.differences).toEqual([]);
    } finally {
      await local.stop();
    }
  },
  10 * 60_000,
);
