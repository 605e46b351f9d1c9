import type { DynamoDbService } from '../dynamodb/dynamodb-service';
import type { StreamViewType } from '../dynamodb/table-definition';
import { toStreamRecord } from '../event-source/stream-event';
import type { StreamSource } from '../event-source/stream-source';
import type { PlannedTable } from '../template/planned';

/** A table's stream as a mapping polls it: in the region's own process, without a request. */
export function tableStream(dynamodb: DynamoDbService, table: PlannedTable, region: string): StreamSource {
  const { name, streamArn: arn = '', streamViewType } = table;
  const place = { arn, region, view: streamViewType as StreamViewType };
  return {
    range: () => dynamodb.changeRange(name),
    async *follow(from, signal) {
      for await (const change of dynamodb.changes(name, from, signal)) yield toStreamRecord(change, place);
    },
  };
}
