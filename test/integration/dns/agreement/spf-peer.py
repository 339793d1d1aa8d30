# Evaluates SPF policies with python3-spf, which asks a DNS resolver for everything, and prints what it counted.
import json
import sys

import spf

task = json.load(sys.stdin)
# Whichever library it found: dnspython comes before pydns.
if spf.DNSLookup is spf.DNSLookup_dnspython:
    resolver = spf.dns.resolver.Resolver(configure=False)
    resolver.nameservers = [task["host"]]
    resolver.port = task["port"]
    spf.dns.resolver.override_system_resolver(resolver)
    spf.dns.resolver.default_resolver = resolver
else:
    spf.DNS.defaults["server"] = [task["host"]]
    spf.DNS.defaults["port"] = task["port"]

answers = []
for domain in task["domains"]:
    # Not strict: it goes on after a limit, so that the whole count is known.
    query = spf.query(i="203.0.113.250", s="postmaster@" + domain, h="helo.example", strict=False)
    result = query.check()[0]
    # Strict: as receivers do, which stop at limits and errors.
    results = [
        spf.query(i=address, s="postmaster@" + domain, h="helo.example", strict=True).check()[0]
        for address in task["addresses"]
    ]
    answers.append(
        {
            "result": result,
            "lookups": query.lookups,
            "voidLookups": query.void_lookups,
            "results": results,
        }
    )
print(json.dumps(answers))
