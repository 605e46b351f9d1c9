const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** A folder for the assemblies of one run of the specs, which share them: a synthesis costs more than all else. */
module.exports = () => {
  process.env.INFRA_SPEC_ASSEMBLIES = mkdtempSync(join(tmpdir(), 'infra-assemblies-'));
  // An app of a spec's own synthesises to a temporary folder that nobody removes: it goes with this one.
  process.env.TMPDIR = process.env.INFRA_SPEC_ASSEMBLIES;
  // validated.ts switches it on, for the specs that are of what it says.
  process.env.CDK_VALIDATION = 'false';
};
