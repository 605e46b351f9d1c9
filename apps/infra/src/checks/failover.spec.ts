import { synthesise } from '../testing/synthesise';
import { TemplateDraft } from '../testing/template-draft';
import { failoverBreaches } from './failover';

const { primary, standby } = synthesise({ domain: 'files.example.com', hostedZoneId: 'Z0123456789ABCDEFGHIJ' });

/** What is found when the public records of a stack claim another side than theirs. */
function breachesOf({ text, region }: typeof primary, isPrimary: boolean, Failover: string) {
  const draft = new TemplateDraft(text);
  for (const type of ['PublicDomainA', 'PublicDomainAAAA']) {
    draft.properties('Route53::RecordSet', type).Failover = Failover;
  }
  return failoverBreaches(draft.template, { region, isPrimary });
}

describe('the halves of a public name', () => {
  it('are one of each side, since no stack sees the other', () => {
    expect(breachesOf(primary, true, 'PRIMARY')).toEqual([]);
    expect(breachesOf(standby, false, 'SECONDARY')).toEqual([]);
  });

  it('are found where both stacks claim to be the primary, or neither', () => {
    expect(breachesOf(standby, false, 'PRIMARY')).toContain('files.example.com is PRIMARY: it must be SECONDARY.');
    expect(breachesOf(primary, true, 'SECONDARY')).toContain('files.example.com is SECONDARY: it must be PRIMARY.');
  });
});
