/** A JSON value that a test may change. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a draft takes whatever a mutation puts into it
export type Draft = any;

/** A template that a test may change, its resources found by type. */
export class TemplateDraft {
  readonly template: Draft;

  constructor(text: string) {
    this.template = JSON.parse(text);
  }

  /** The properties of the first resource of a type whose logical id begins so. */
  properties(type: string, id = ''): Draft {
    return this.resource(type, id).Properties;
  }

  resource(type: string, id = ''): Draft {
    return this.template.Resources[this.logicalId(type, id)];
  }

  remove(type: string, id = ''): void {
    const logicalId = this.logicalId(type, id);
    this.template.Resources = Object.fromEntries(
      Object.entries(this.template.Resources).filter(([one]) => one !== logicalId),
    );
  }

  add(logicalId: string, Type: string, Properties: Draft): void {
    this.template.Resources[logicalId] = { Type, Properties };
  }

  /** Gives a resource another logical id. */
  rename(type: string, id: string, newId: string): void {
    const logicalId = this.logicalId(type, id);
    this.template.Resources = Object.fromEntries(
      Object.entries(this.template.Resources).map(([one, resource]) => [one === logicalId ? newId : one, resource]),
    );
  }

  /** The statement of a policy with a sid, or the first for which something holds. */
  statement(type: string, id: string, holds: string | ((statement: Draft) => boolean)): Draft {
    const properties = this.properties(type, id);
    const statements = (properties.PolicyDocument ?? properties.KeyPolicy ?? properties.Policies[0].PolicyDocument)
      .Statement;
    const found = statements.find((one: Draft) => (typeof holds === 'string' ? one.Sid === holds : holds(one)));
    if (found === undefined) throw new Error(`There is no such statement in ${id}: ${String(holds)}`);
    return found;
  }

  private logicalId(type: string, id: string): string {
    const found = Object.entries<Draft>(this.template.Resources).find(
      ([logicalId, { Type }]) => Type === `AWS::${type}` && logicalId.startsWith(id),
    );
    if (!found) throw new Error(`There is no AWS::${type} ${id}`);
    return found[0];
  }
}
