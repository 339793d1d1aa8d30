# Makes calls with the provider's own Python SDK, one after the other, and prints what it answered to each.
# Input: {"url", "key", "calls": [{"endpoint", "method", "domain"?, "data"?, "filters"?, "verify"?, "login"?, "pem"?,
# "key"?}]}; "pem" is the name of a file that is attached.
import json
import logging
import sys

from mailgun.client import Client

# It logs each refusal, which are answers here.
logging.disable(logging.CRITICAL)
task = json.load(sys.stdin)
answers = []
for call in task["calls"]:
    with Client(auth=("api", call.get("key", task["key"])), api_url=task["url"]) as client:
        endpoint = getattr(client, call["endpoint"])
        passed = {name: call[name] for name in ("domain", "data", "filters", "verify", "login") if name in call}
        if "pem" in call:
            with open(call["pem"], "rb") as file:
                passed["files"] = [("pem", ("key.pem", file.read()))]
        response = getattr(endpoint, call["method"])(**passed)
        # A wrong key is refused in plain text.
        is_json = response.headers.get("content-type", "").startswith("application/json")
        body = response.json() if is_json else {"text": response.text}
        answers.append({"status": response.status_code, "body": body})
print(json.dumps(answers))
