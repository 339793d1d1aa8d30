# Reads the zone files of a folder with dnspython, which had no part in writing them, and prints their records.
# A file is named for its zone: example.com.zone. SOA and NS of the apex are the writer's own and are left off.
import json
import pathlib
import sys

import dns.rdatatype
import dns.zone

records = []
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.zone")):
    apex = path.name.removesuffix(".zone")
    zone = dns.zone.from_file(str(path), apex + ".", relativize=False, check_origin=False)
    for name, ttl, rdata in zone.iterate_rdatas():
        kind = dns.rdatatype.to_text(rdata.rdtype)
        owner = name.to_text(omit_final_dot=True)
        if kind == "SOA" or (kind == "NS" and owner == apex):
            continue
        told = {"zone": apex, "name": owner, "type": kind, "ttl": ttl, "priority": None}
        if kind == "TXT":
            # surrogateescape: octets that are no UTF-8 stay told apart.
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
