import { checkAuditing } from './check-auditing';
import { environments } from './environments';
import type { AuditingConfig } from './pipeline-config';

const { prod } = environments;

const auditing = (change: Partial<AuditingConfig>) =>
  checkAuditing({ ...prod, auditing: { ...prod.auditing, ...change } });

describe('checkAuditing', () => {
  it('wants digests to look back over all that may be late, and an alarm before changes are given up', () => {
    expect(auditing({ digestLookbackHours: 21 })).toEqual([
      'auditing.digestLookbackHours is 21: it must be more than 21, the hour of a change that is as late as auditing.maxRecordAgeHours allows, or its object is in no digest.',
    ]);
    expect(auditing({ maxRecordAgeHours: 1 })).toEqual([
      'monitoring.maxIteratorAgeMinutes is 60: it must be less than auditing.maxRecordAgeHours (60 minutes), after which changes are given up.',
    ]);
  });
});
