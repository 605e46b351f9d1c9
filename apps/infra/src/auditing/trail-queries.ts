export interface TrailQuery {
  readonly description: string;
  readonly sql: string;
}

/**
 * What people ask an audit trail, by the resource part of the query's name. Each bounds the days, by which Athena bills,
 * and counts an identity once: a batch that was bisected overlaps the whole one.
 */
export const trailQueries = (table: string): Readonly<Record<string, TrailQuery>> => ({
  'history-of-an-item': {
    description: 'Everything that happened to one item, oldest first. Replace the record id and the first day.',
    sql: `SELECT revision, action, min(dt || ' ' || hour) AS seen, arbitrary(fileid) AS fileid, arbitrary(ordinal) AS ordinal,
       arbitrary(image) AS image
FROM ${table}
WHERE recordid = 'weather#2012-01-01' AND dt >= '2026-01-01'
GROUP BY entryid, revision, action
ORDER BY revision`,
  },
  'changes-of-a-file': {
    description: 'Every item that one file changed, by row. Replace the file id, which its receipt names, and the day.',
    sql: `SELECT ordinal, recordid, "timestamp", action, arbitrary(image) AS image
FROM ${table}
WHERE fileid = 'AAAAAAAAAAAAAAAAAAAAAA' AND dt >= '2026-01-01'
GROUP BY entryid, ordinal, recordid, "timestamp", action
ORDER BY ordinal`,
  },
  'changes-by-dataset': {
    description: 'How many items of each dataset were written, expired or removed, by day, over the last month.',
    sql: `SELECT dt, coalesce(dataset, 'none') AS dataset, action, count(DISTINCT entryid) AS changes
FROM ${table}
WHERE dt >= date_format(current_date - INTERVAL '30' DAY, '%Y-%m-%d')
GROUP BY dt, dataset, action
ORDER BY dt DESC, changes DESC`,
  },
});
