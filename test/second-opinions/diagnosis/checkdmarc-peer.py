# Has checkdmarc judge domains by what a DNS resolver answers, and prints its verdict on each in the words of verdict.ts.
import json
import sys

import dns.resolver
import requests
from checkdmarc import bimi, dmarc, mta_sts, smtp_tls_reporting, spf

task = json.load(sys.stdin)
resolver = dns.resolver.Resolver(configure=False)
resolver.nameservers = [task["host"]]
resolver.port = task["port"]
ASK = {"resolver": resolver, "retries": 0}


def no_web(*_, **__):
    raise requests.ConnectionError("no logo is fetched here")


requests.Session.get = no_web


def of_spf(domain):
    try:
        record = spf.query_spf_record(domain, **ASK)["record"]
    except spf.SPFRecordNotFound:
        return {"spf": "none"}
    except spf.SPFError:
        return {"spf": "broken"}
    try:
        parsed = spf.parse_spf_record(record, domain, ignore_too_many_lookups=True, **ASK)
    except spf.SPFError:
        return {"spf": "broken"}
    return {
        "spf": "broken" if "error" in parsed else "valid",
        "spf lookups": str(parsed["dns_lookups"]),
        "spf void lookups": str(parsed["void_dns_lookups"]),
    }


def of_dmarc(domain):
    try:
        found = dmarc.query_dmarc_record(domain, ignore_unrelated_records=True, **ASK)
    except dmarc.MultipleDMARCRecords:
        return {"dmarc": "no policy", "dmarc record": "several"}
    except dmarc.DMARCRecordNotFound:
        return {"dmarc": "no policy", "dmarc record": "missing"}
    except dmarc.DMARCError:
        return {"dmarc": "no policy", "dmarc record": "invalid"}
    try:
        tags = dmarc.parse_dmarc_record(
            found["record"], found["location"], ignore_unrelated_records=True, **ASK
        )["tags"]
    except dmarc.DMARCError:
        return {"dmarc": "no policy", "dmarc record": "invalid"}
    tag = "p" if found["location"] == domain else "sp"
    asked = tags[tag]["value"] if tag in tags else tags["p"]["value"]
    return {
        "dmarc": "observing" if asked == "none" else "enforcing",
        "dmarc record": "valid",
        "dmarc at": found["location"],
    }


def single(query, missing, error, parse):
    try:
        record = query()
    except missing:
        return "missing"
    except error:
        return "wrong"
    if record is None:
        return "missing"
    try:
        parse(record)
    except error:
        return "wrong"
    return "right"


def of_bimi(domain):
    return single(
        lambda: bimi.query_bimi_record(domain, **ASK)["record"],
        bimi.BIMIRecordNotFound,
        bimi.BIMIError,
        bimi.parse_bimi_record,
    )


def of_mta_sts(domain):
    return single(
        lambda: mta_sts.query_mta_sts_record(domain, **ASK)["record"],
        mta_sts.MTASTSRecordNotFound,
        mta_sts.MTASTSError,
        mta_sts.parse_mta_sts_record,
    )


def of_tls_reports(domain):
    return single(
        lambda: smtp_tls_reporting.query_smtp_tls_reporting_record(domain, **ASK)["record"],
        smtp_tls_reporting.SMTPTLSReportingRecordNotFound,
        smtp_tls_reporting.SMTPTLSReportingError,
        smtp_tls_reporting.parse_smtp_tls_reporting_record,
    )


verdicts = []
for one in task["domains"]:
    name = one["domain"]
    verdicts.append(
        {
            **of_spf(name),
            **of_dmarc(name),
            "bimi": of_bimi(name),
            "mta-sts": of_mta_sts(name),
            "tls-rpt": of_tls_reports(name),
        }
    )
print(json.dumps(verdicts))
