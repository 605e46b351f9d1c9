"""Uploads a CSV to a running local cloud with boto3, waits for its receipt and reads its items back."""

import argparse
import sys
import time

import boto3
from boto3.dynamodb.conditions import Attr

BUCKET = "serverless-data-ingestion-prod"
TABLE = "serverless-processed-data-prod"
KEY = "incoming/weather/from boto3 (1)+é.csv"
ROWS = [
    "date,precipitation,temp_max,temp_min,wind,weather",
    "2031-01-01,0.0,12.8,5.0,4.7,drizzle",
    "2031-01-02,10.9,not a number,2.8,4.5,rain",
    '2031-01-03,"0.8",11.7,7.2,2.3,rain',
]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--endpoint", required=True)
    parser.add_argument("--seconds", type=float, default=30)
    arguments = parser.parse_args()
    local = dict(
        region_name="us-east-1",
        endpoint_url=arguments.endpoint,
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )
    s3 = boto3.client("s3", **local)
    table = boto3.resource("dynamodb", **local).Table(TABLE)
    deadline = time.monotonic() + arguments.seconds

    version = until(deadline, lambda: s3.put_object(Bucket=BUCKET, Key=KEY, Body="\n".join(ROWS).encode())["VersionId"])
    found = until(deadline, lambda: receipt_of(table, version))
    print({name: str(found[name]) for name in ("processingStatus", "rows", "stored", "rejected")})
    assert found["processingStatus"] == "COMPLETED_WITH_REJECTS", found
    assert (found["rows"], found["stored"], found["rejected"]) == (3, 2, 1), found

    file_id = found["recordId"].removeprefix("file#")
    items = table.scan(FilterExpression=Attr("source").begins_with(file_id), ConsistentRead=True)["Items"]
    stored = sorted(item["timestamp"] for item in items if item["processingStatus"] == "PROCESSED")
    assert stored == ["2031-01-01T00:00:00.000Z", "2031-01-03T00:00:00.000Z"], stored
    rejected = table.scan(FilterExpression=Attr("recordId").begins_with("rejected#" + file_id))["Items"]
    assert [(int(row["line"]), row["faults"][0]["path"]) for row in rejected] == [(3, "temp_max")], rejected
    body = s3.get_object(Bucket=BUCKET, Key=KEY, VersionId=version)["Body"].read()
    assert body.decode() == "\n".join(ROWS)
    print("boto3 uploaded a file and read its receipt, its items and its rejected row")
    return 0


def receipt_of(table, version):
    """The receipt of the file whose object version this is, once it is terminal."""
    answer = table.scan(FilterExpression=Attr("recordId").begins_with("file#"), ConsistentRead=True)
    for item in answer["Items"]:
        if item["object"].get("versionId") == version and "COMPLETED" in item["processingStatus"]:
            return item
    return None


def until(deadline, attempt):
    """The first answer of `attempt` that is not empty; the last error, or None in time, is the caller's failure."""
    while True:
        try:
            answer = attempt()
            if answer:
                return answer
            error = TimeoutError("no answer in time")
        except Exception as failure:  # the cloud is still booting
            error = failure
        if time.monotonic() > deadline:
            raise error
        time.sleep(0.5)


if __name__ == "__main__":
    sys.exit(main())
