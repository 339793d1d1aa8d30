# Has one of Debian's Python programs judge domains by what a DNS resolver answers, and prints its verdict on each in the
# words of verdict.ts. The argument names the program: python3-spf, python3-dkim or python3-authheaders.
import json
import sys

import dns.resolver

task = json.load(sys.stdin)
resolver = dns.resolver.Resolver(configure=False)
resolver.nameservers = [task["host"]]
resolver.port = task["port"]
dns.resolver.override_system_resolver(resolver)
dns.resolver.default_resolver = resolver


def of_spf(one):
    import spf

    def result(address):
        return spf.query(i=address, s="postmaster@" + one["domain"], h="helo.example").check()[0]

    # Not strict: it goes on after a limit, so that the whole count is known.
    whole = spf.query(i=task["senders"]["stranger"], s="postmaster@" + one["domain"], h="helo.example", strict=False)
    whole.check()
    results = {name: result(address) for name, address in task["senders"].items()}
    stranger = results["stranger"]
    return {
        "spf": {"none": "none", "permerror": "broken"}.get(stranger, "valid"),
        "spf lookups": str(whole.lookups),
        "spf void lookups": str(whole.void_lookups),
        **{"spf of " + name: told for name, told in results.items()},
    }


def of_dkim(one):
    import dkim

    if "message" in one:
        try:
            passes = dkim.verify(one["message"].encode())
        except dkim.DKIMException:
            passes = False
        return {"dkim": "right" if passes else "wrong"}
    if "wanted" not in one:
        return {}
    name = (one["selector"] + "._domainkey." + one["domain"] + ".").encode()
    try:
        seen = dkim.load_pk_from_dns(name)[0]
    except Exception:
        # Of many kinds, not all of them its own: whatever it cannot read.
        return {"dkim": "wrong"}
    wanted = dkim.evaluate_pk(name, one["wanted"])[0]
    return {"dkim": "right" if seen == wanted else "wrong"}


def of_dmarc(one):
    from authheaders.dmarc_lookup import receiver_record

    try:
        record, above = receiver_record(one["domain"])
    except IndexError:
        # On a part that is not tag=value.
        return {"dmarc": "crash"}
    tag = "sp" if above and "sp" in record else "p"
    asked = record.get(tag)
    if asked not in ("none", "quarantine", "reject"):
        return {"dmarc": "no policy"}
    return {"dmarc": "observing" if asked == "none" else "enforcing", "dmarc at": above or one["domain"]}


judge = {"python3-spf": of_spf, "python3-dkim": of_dkim, "python3-authheaders": of_dmarc}[sys.argv[1]]
print(json.dumps([judge(one) for one in task["domains"]]))
