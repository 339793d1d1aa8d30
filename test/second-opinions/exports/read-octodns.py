# Reads zones with octoDNS's YamlProvider and prints their records as octoDNS itself puts them to rdata, which dnspython
# then takes apart. Arguments: the folder, then the zones.
import json
import sys

import dns.rdata
from octodns.provider.yaml import YamlProvider
from octodns.zone import Zone

provider = YamlProvider("ours", sys.argv[1])
records = []
for apex in sys.argv[2:]:
    zone = Zone(apex + ".", [])
    provider.populate(zone)
    for record in zone.records:
        values = record.values if hasattr(record, "values") else [record.value]
        for value in values:
            owner, kind = record.fqdn.rstrip("."), record._type
            told = {"zone": apex, "name": owner, "type": kind, "ttl": record.ttl, "priority": None}
            rdata = dns.rdata.from_text("IN", kind, value.to_rdata_text())
            if kind == "TXT":
                told["value"] = b"".join(rdata.strings).decode("utf-8", "surrogateescape")
            elif kind == "MX":
                told["value"] = rdata.exchange.to_text(omit_final_dot=True)
                told["priority"] = rdata.preference
            elif kind == "CNAME":
                told["value"] = rdata.target.to_text(omit_final_dot=True)
            else:
                told["value"] = rdata.to_text()
            records.append(told)
print(json.dumps(records))
