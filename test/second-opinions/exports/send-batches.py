# Sends Route 53 change batches with AWS's own client to moto, which keeps hosted zones as Route 53 does, and prints
# the record sets that it then lists.
import json
import os
import sys

for key in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
    os.environ[key] = "none"
# It must find no profile of the user's.
os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull
os.environ["AWS_EC2_METADATA_DISABLED"] = "true"

import boto3  # noqa: E402
from botocore.exceptions import ClientError, ParamValidationError  # noqa: E402
from moto import mock_aws  # noqa: E402

with mock_aws():
    client = boto3.client("route53", region_name="us-east-1")
    zones, refused = {}, []
    for task in json.load(sys.stdin):
        name = task["zone"]
        if name not in zones:
            zones[name] = client.create_hosted_zone(Name=name, CallerReference=name)["HostedZone"]["Id"]
        try:
            client.change_resource_record_sets(HostedZoneId=zones[name], ChangeBatch=task["batch"])
        except (ClientError, ParamValidationError) as error:
            refused.append({"zone": name, "reason": str(error)})
    sets = []
    for name, zone_id in zones.items():
        pages = client.get_paginator("list_resource_record_sets").paginate(HostedZoneId=zone_id)
        for page in pages:
            for one in page["ResourceRecordSets"]:
                values = [record["Value"] for record in one.get("ResourceRecords", [])]
                sets.append({"zone": name, "name": one["Name"], "type": one["Type"], "ttl": one["TTL"], "values": values})
    print(json.dumps({"refused": refused, "sets": sets}))
