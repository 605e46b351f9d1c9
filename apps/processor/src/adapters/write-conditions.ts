/** What the conditional writes say, whichever adapter sends them. */

/** There is no item, or one of a lower revision and another content. */
export const NEWER_CONTENT =
  'attribute_not_exists(#revision) OR (#revision < :revision AND #contentHash <> :contentHash)';
export const SAME_CONTENT = '#revision < :revision AND #contentHash = :contentHash';
export const ABSENT = 'attribute_not_exists(recordId)';

// With the schema's version: a revision has one item, whether it was put in the other region or renewed in this one.
export const RENEWAL =
  'SET #revision = :revision, #schemaVersion = :version, #source = :source, #echo = :echo, #originRegion = :region, #processedAt = :now';
