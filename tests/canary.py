"""A sentinel in everything a person types: it may stand in no file of the deployment, in no spelling."""

import base64
import json

from tests.world import usual_report

CANARIES = {
    "name": "金丝雀甲",
    "summary": "金丝雀在这里唱歌:范例甲从二〇二五年九月起没有来过,大家只在名单上见过这个名字,工作都由别人代做。",
    "letter": "金丝雀第二次唱歌:三月十日的会议由别人主持。",
    "reply": "金丝雀的回信:请问会议记录在哪里?",
    "reason": "金丝雀的理由:两份考勤不一致。",
    "file": "金丝雀的附件内容",
    "filename": "金丝雀名单.txt",
    "reporter": "金丝雀举报人",
    "contact": "canary-13900001234",
}


def canary_report(world):
    """A report full of canaries, with attachments small and large. Returns the reporter and the files."""
    files = [
        (CANARIES["filename"], CANARIES["file"].encode() * 40),
        ("canary.csv", CANARIES["file"].encode() * 60_000),
    ]
    told = usual_report() | {
        "subject_name": CANARIES["name"],
        "summary": CANARIES["summary"],
        "identifying_details": CANARIES["name"],
        "observations-0-detail": CANARIES["name"],
        "identity_mode": "named",
        "real_name": CANARIES["reporter"],
        "contact": CANARIES["contact"],
    }
    reporter = world.reporter()
    reporter.reports(files=files, **told)
    return reporter, files


def spellings(text):
    """The bytes a text may stand in: plain, UTF-16, JSON escapes, percent, base64 at any offset."""
    from urllib.parse import quote

    plain = text.encode()
    yield plain
    yield text.encode("utf-16-le")
    yield json.dumps(text)[1:-1].encode()
    yield quote(text).encode()
    for offset in range(3):
        yield base64.b64encode(bytes(offset) + plain)[4:-4]


def found_in(files, code, more=()):
    """Where a canary, the receipt code or one of `more` stands: (file, which)."""
    wanted = {which: list(spellings(text)) for which, text in CANARIES.items()}
    wanted["code"] = [code.encode(), code.replace("-", "").encode()]
    wanted |= {f"more {number}": [secret.encode()] for number, secret in enumerate(more)}
    return [
        (name, which) for name, content in files for which, forms in wanted.items() for form in forms if form in content
    ]
