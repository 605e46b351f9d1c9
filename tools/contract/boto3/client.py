"""Makes calls of AWS with boto3 for the contract suite.

One line of JSON a call on standard input, `{"id": 1, "operation": "s3.PutObject", "input": {...}}`, with `by`, the
credentials of the caller, where that is not whoever runs the suite, and one line a call on standard output: `{"id": 1, "out": {...}}`, `{"id": 1, "fault": {...}}`, or `{"id": 1, "impossible": "why"}` where
there was no answer of the service. Cases, expectations and comparison are the suite's.
"""

import argparse
import base64
import datetime
import hashlib
import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.response import StreamingBody

SERVICES = ("dynamodb", "lambda", "s3", "secretsmanager", "sns", "sqs", "sts")
# Calls under way at once.
THREADS = 16
# Bodies up to this are shown as text, longer ones by length and hash.
SHOWN_BYTES = 4096


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--region", required=True)
    parser.add_argument("--endpoint", help="AWS itself without it, with the credentials of the environment")
    arguments = parser.parse_args()
    own = {name: client(name, arguments, {}) for name in SERVICES}
    writing = threading.Lock()
    # The session that makes clients is one for all threads.
    making = threading.Lock()

    def clients_for(request):
        if request.get("by") is None:
            return own
        service = request["operation"].split(".")[0]
        with making:
            return {service: client(service, arguments, credentials(request["by"]))}

    def serve(line: str) -> None:
        request = json.loads(line)
        answer = call(clients_for, request)
        with writing:
            print(json.dumps({"id": request["id"], **answer}), flush=True)

    with ThreadPoolExecutor(THREADS) as pool:
        for line in sys.stdin:
            pool.submit(serve, line)
    return 0


def credentials(by: dict) -> dict:
    """Those of a caller as STS gives them, as boto3 wants them."""
    return {
        "aws_access_key_id": by["AccessKeyId"],
        "aws_secret_access_key": by["SecretAccessKey"],
        "aws_session_token": by["SessionToken"],
    }


def client(service: str, arguments: argparse.Namespace, signer: dict):
    # What the client itself would refuse is what the service is asked about.
    options = {"parameter_validation": False, "max_pool_connections": THREADS, "signature_version": "v4"}
    if service == "s3":
        options["signature_version"] = "s3v4"
    if arguments.endpoint is None:
        return boto3.client(service, region_name=arguments.region, config=Config(**options), **signer)
    return boto3.client(
        service,
        region_name=arguments.region,
        endpoint_url=arguments.endpoint,
        # What a retry would hide is what this looks for.
        config=Config(**options, retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}),
        **(signer or {"aws_access_key_id": "local", "aws_secret_access_key": "local"}),
    )


def call(clients_for, request) -> dict:
    try:
        service, name = request["operation"].split(".")
        clients, values = clients_for(request), request["input"]
        if service == "presign":
            return {"out": {"url": presign(clients["s3"], name, **sendable(values))}}
        answer = getattr(clients[service], xform_name(name))(**sendable(values))
        answer.pop("ResponseMetadata", None)
        return {"out": shown(answer)}
    except ClientError as error:
        return {"fault": fault_of(error, clients[service])}
    except Exception as error:
        return {"impossible": f"{type(error).__name__}: {error}"}


def presign(s3, operation: str, ExpiresIn: int, **values) -> str:
    """A URL for who has no credentials, valid for so many seconds."""
    return s3.generate_presigned_url(xform_name(operation), Params=values, ExpiresIn=ExpiresIn)


def fault_of(error: ClientError, of) -> dict:
    """The fault with the code that other SDKs show: of SQS the name of its shape, where its model has one."""
    members = {name: shown(value) for name, value in error.response.items() if name not in ("Error", "ResponseMetadata")}
    told = error.response["Error"]
    shape = told.get("QueryErrorCode")
    modelled = shape in {each.name for each in of.meta.service_model.error_shapes}
    return {
        **{name: shown(value) for name, value in told.items()},
        **members,
        "code": shape if modelled else told.get("Code"),
        "message": told.get("Message", ""),
        "status": error.response["ResponseMetadata"]["HTTPStatusCode"],
    }


def sendable(value):
    """A case's input as boto3 wants it."""
    if isinstance(value, list):
        return [sendable(member) for member in value]
    if not isinstance(value, dict):
        return value
    if "$base64" in value:
        return base64.b64decode(value["$base64"])
    if "$date" in value:
        return datetime.datetime.fromisoformat(value["$date"].replace("Z", "+00:00"))
    return {name: sendable(member) for name, member in value.items()}


def shown(value):
    """An answer of boto3 as JSON: streams read, bytes described, instants in ISO 8601."""
    if isinstance(value, StreamingBody):
        return shown(value.read())
    if isinstance(value, (bytes, bytearray)):
        text = {"text": value.decode("utf-8", "replace")} if len(value) <= SHOWN_BYTES else {}
        return {"length": len(value), "sha256": hashlib.sha256(value).hexdigest(), **text}
    if isinstance(value, datetime.datetime):
        instant = value.astimezone(datetime.timezone.utc)
        return instant.strftime("%Y-%m-%dT%H:%M:%S.") + f"{instant.microsecond // 1000:03d}Z"
    if isinstance(value, list):
        return [shown(member) for member in value]
    if isinstance(value, dict):
        return {name: shown(member) for name, member in value.items()}
    return value


if __name__ == "__main__":
    sys.exit(main())
