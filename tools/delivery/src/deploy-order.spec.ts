import type { Template } from './assembly';
import { deployOrder } from './deploy-order';

const template = (indexes: readonly string[], memory = 1_769): Template => ({
  Resources: {
    Table: { Type: 'AWS::DynamoDB::GlobalTable', Properties: { GlobalSecondaryIndexes: indexes } },
    Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 's' } },
    Processor: { Type: 'AWS::Lambda::Function', Properties: { MemorySize: memory } },
  },
});

describe('an update begins with', () => {
  it('the standby, if what the primary makes for both stays', () => {
    expect(deployOrder(template(['status']), template(['status'], 512))).toEqual({
      order: 'standby-first',
      reason: 'the table and the secret are as deployed',
    });
  });

  it('the primary, if the table changes', () => {
    expect(deployOrder(template(['status']), template(['status', 'another']))).toEqual({
      order: 'together',
      reason: 'Table changed, which the primary makes for both regions',
    });
  });

  it('the primary, if the table or the secret comes, goes or is replaced', () => {
    const { Table, Secret } = template(['status']).Resources;
    const [table, secret] = [Table!, Secret!];
    const withTable = { Resources: { Table: table, Secret: secret } };
    expect(deployOrder(withTable, { Resources: { Secret: secret } }).order).toBe('together');
    expect(deployOrder({ Resources: { Table: table } }, withTable).order).toBe('together');
    expect(deployOrder(withTable, { Resources: { Table2: table, Secret: secret } }).order).toBe('together');
  });

  it('the primary, if nothing is deployed', () => {
    expect(deployOrder(undefined, template([]))).toMatchObject({ order: 'first' });
  });

  it('the standby, if only metadata of the table changed', () => {
    const deployed = template(['status']);
    const moved = { ...deployed.Resources['Table']!, Metadata: { 'aws:cdk:path': 'elsewhere' } };
    expect(deployOrder(deployed, { Resources: { ...deployed.Resources, Table: moved } }).order).toBe('standby-first');
  });
});
