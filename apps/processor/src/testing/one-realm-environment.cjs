const { TestEnvironment } = require('jest-environment-node');

/**
 * Jest gives a spec globals of its own, and Node.js' own modules keep theirs: an error of a socket is then no `Error`.
 * The AWS SDK asks `instanceof Error`, so a spec that breaks connections under it needs the errors that it would see.
 */
module.exports = class OneRealmEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    Object.assign(this.global, { Error, TypeError, RangeError, SyntaxError, AggregateError, JSON });
  }
};
