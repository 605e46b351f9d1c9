const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** A folder for the assemblies of one run of the specs, which share them: a synthesis costs more than all else. */
module.exports = () => {
  process.env.INFRA_SPEC_ASSEMBLIES = mkdtempSync(join(tmpdir(), 'infra-assemblies-'));
};
