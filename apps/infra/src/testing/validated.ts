/** Synthesises with the CDK's own validation, which costs more than a synthesis: specs that do not ask for it go without. */
export function validated<T>(synthesis: () => T): T {
  process.env['CDK_VALIDATION'] = 'true';
  try {
    return synthesis();
  } finally {
    process.env['CDK_VALIDATION'] = 'false';
  }
}
