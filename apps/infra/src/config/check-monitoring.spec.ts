import { checkMonitoring } from './check-monitoring';
import { environments } from './environments';
import type { MonitoringConfig } from './pipeline-config';

const { prod } = environments;

const monitoring = (change: Partial<MonitoringConfig>) =>
  checkMonitoring({ ...prod, monitoring: { ...prod.monitoring, ...change } });

describe('checkMonitoring', () => {
  it('raises no alarm over a slice that stops when it should', () => {
    expect(monitoring({ durationPercent: 90 })).toEqual([
      'monitoring.durationPercent is 90: it must be more than 90, where a slice of a large file stops as it should (processing.splitReserveMs before the timeout).',
    ]);
  });

  it('raises the alarm over an old message while there is one', () => {
    expect(monitoring({ maxMessageAgeSeconds: 604_800 })).toEqual([
      'monitoring.maxMessageAgeSeconds is 604800: it must be less than ingestion.retentionDays (604800 s), after which the message is gone.',
    ]);
  });

  it('tells addresses that can be told', () => {
    expect(monitoring({ emails: ['duty@example.com', 'duty'] })).toEqual([
      'monitoring.emails has "duty", which is no e-mail address: correct or remove it.',
    ]);
  });
});
