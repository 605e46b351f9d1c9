const { rmSync } = require('node:fs');

module.exports = () => rmSync(process.env.INFRA_SPEC_ASSEMBLIES, { recursive: true, force: true });
