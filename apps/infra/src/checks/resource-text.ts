/** Whose names a text is rid of, so that it is the same in both regions and in all environments. */
export interface Locality {
  readonly region: string;
  readonly environment: string;
}

/** A resource by the id of its construct: a logical id without the hash that ends it. */
const constructOf = (logicalId: string) => logicalId.replace(/[0-9A-F]{8}$/, '');

function text(value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => text(one)).join(' ');
  if (typeof value !== 'object' || value === null) return String(value);
  const { Ref, ...one } = value as Readonly<Record<string, unknown>>;
  if (Ref === 'AWS::AccountId') return '<account>';
  if (Ref !== undefined) return constructOf(String(Ref));
  const attribute = one['Fn::GetAtt'] as readonly [string, string] | undefined;
  if (attribute) return attribute[1] === 'Arn' ? constructOf(attribute[0]) : attribute.join('.');
  const join = one['Fn::Join'] as readonly [string, readonly unknown[]] | undefined;
  if (join) return join[1].map((part) => text(part)).join(join[0]);
  return Object.entries(one)
    .map(([key, inner]) => `${key} ${text(inner)}`)
    .join(', ');
}

/** A value of a template as a person writes it: resources of the template by their constructs, names without region and environment. */
export const resourceText = (value: unknown, { region, environment }: Locality): string =>
  text(value)
    .replaceAll(`-${region}-${environment}`, '')
    // Only the bucket of the other region goes by its name.
    .replaceAll(
      new RegExp(`arn:aws:s3:::serverless-data-ingestion-[a-z0-9-]*${environment}\\b`, 'g'),
      'OtherIngestionBucket',
    )
    .replaceAll(new RegExp(`(serverless-[a-z0-9-]+?)-${environment}\\b`, 'g'), '$1')
    .replaceAll(region, '<region>')
    // What of the other region is named: its replica, its queue, and the role by which its files are taken over.
    .replaceAll(/arn:aws:(dynamodb|sqs):[a-z]{2}-[a-z]+-\d:/g, 'arn:aws:$1:<other region>:')
    .replaceAll(/arn:aws:iam::<account>:role\/serverless-failover-role(-[a-z]{2}-[a-z]+-\d)?/g, 'OtherFailoverRole');
