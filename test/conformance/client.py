# A client of Edgewise in Python's standard library alone, written from docs/PROTOCOL.md.
# It signs up, makes a room, posts, is cut, resumes, retries and reads history; each step asserts its rules.

import base64, hashlib, json, os, socket, struct, sys, urllib.error, urllib.request, uuid
from urllib.parse import urlencode, urlsplit

ORIGIN = sys.argv[1]
ROOM = "conformance-" + uuid.uuid4().hex[:8]


def http(method, path, body=None, token=None):
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(ORIGIN + path, data, method=method)
    if token:
        request.add_header("Authorization", "Bearer " + token)
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def raw(method, path, token, data=None, **headers):
    """Bytes both ways: the status, the headers and the body of an answer."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(ORIGIN + path, data, {"Authorization": "Bearer " + token, **given}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


class Socket:
    """A WebSocket of text frames: a handshake, masked frames up, whole frames down."""

    def __init__(self, room, token, protocol="edgewise.v1", **cursor):
        where = urlsplit(ORIGIN)
        self.tcp = socket.create_connection((where.hostname, where.port), timeout=10)
        key = base64.b64encode(os.urandom(16)).decode()
        query = "?" + urlencode(cursor) if cursor else ""
        lines = [
            f"GET /room/{room}{query} HTTP/1.1", f"Host: {where.netloc}", "Connection: Upgrade",
            "Upgrade: websocket", "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {key}",
            f"Sec-WebSocket-Protocol: {protocol}", f"Authorization: Bearer {token}", "", "",
        ]
        self.tcp.sendall("\r\n".join(lines).encode())
        self.stream = self.tcp.makefile("rb")
        self.status = int(self.stream.readline().split()[1])
        headers = iter(lambda: self.stream.readline().strip().decode(), "")
        self.headers = {k.lower(): v for k, v in (line.split(": ", 1) for line in headers)}
        if self.status == 101:
            digest = hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()
            assert self.headers["sec-websocket-accept"] == base64.b64encode(digest).decode()

    def send(self, frame):
        payload = (frame if isinstance(frame, str) else json.dumps(frame)).encode()
        size, mask = len(payload), os.urandom(4)
        head = bytes([0x81, 0x80 | size]) if size < 126 else struct.pack("!BBH", 0x81, 0xFE, size)
        self.tcp.sendall(head + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(payload)))

    def receive(self):
        first, size = self.stream.read(2)
        if size > 125:
            size = int.from_bytes(self.stream.read(2 if size == 126 else 8))
        payload = self.stream.read(size)
        if first & 0x0F == 8:
            return {"type": "close", "code": int.from_bytes(payload[:2])}
        text = payload.decode()
        return json.loads(text) if text.startswith("{") else {"type": "pong", "text": text}

    def next(self, kind):
        """The next frame of this kind; what else comes meanwhile is of no interest here."""
        while (frame := self.receive())["type"] != kind:
            assert frame["type"] != "close", f"closed with {frame} before {kind}"
        return frame

    def cut(self):
        self.tcp.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.stream.close()
        self.tcp.close()


def rule(ids, holds):
    assert holds, ids
    print("ok", ids)


def sign_up(name):
    handle = f"{name}-{uuid.uuid4().hex[:8]}"
    claim = {"handle": handle, "id": uuid.uuid4().hex, "token": True}
    status, answer = http("POST", "/api/session", claim)
    rule("[T3] a free handle is claimed", status == 200 and answer["user"]["handle"] == handle)
    status, taken = http("POST", "/api/session", {**claim, "id": uuid.uuid4().hex})
    rule("[T3] a taken one is refused", status == 409 and taken["code"] == "name_taken")
    return answer["user"]["id"], answer["token"]


def post(cursor, body):
    return {"type": "post", "id": uuid.uuid4().hex, "body": body, "epoch": cursor["epoch"], "after": cursor["after"]}


(ada, ada_token), (bea, bea_token) = sign_up("ada"), sign_up("bea")
new_room = {"name": ROOM, "title": "Conformance", "id": uuid.uuid4().hex}
rule("[C2] no room before it is made", Socket(ROOM, ada_token).status == 404)
rule("[C2] no session, no upgrade", Socket(ROOM, "nobody").status == 401)
made = [http("POST", "/api/rooms", new_room, ada_token)[0] for _ in range(2)]
rule("[T4] made once, also when asked twice", made == [201, 201])
rule("[C1] an unknown version is told so", Socket(ROOM, ada_token, "edgewise.v99").next("close")["code"] == 4502)

a, b = Socket(ROOM, ada_token), Socket(ROOM, bea_token)
rule("[C1] the version is echoed", a.headers["sec-websocket-protocol"] == "edgewise.v1")
welcome = a.receive()
rule("[C3] welcome is first", welcome["type"] == "welcome" and welcome["you"]["id"] == ada and welcome["head"] == 0)
b.next("welcome")
cursor = {"epoch": welcome["epoch"], "after": 0}
first = post(cursor, "Grüße 👋")
a.send(first)
entry, accepted, seen = a.next("entries")["entries"][0], a.next("accepted"), b.next("entries")["entries"][0]
rule("[L3] author and others get the same entry", entry == seen and entry["by"] == ada)
rule("[F3] the body is byte-exact", seen["body"] == first["body"] and seen["kind"] == "message")
rule("[G3] [L1] numbered from 1 and accepted as such", entry["seq"] == accepted["seq"] == 1)
cursor |= {"after": 1, "at": entry["id"], "atTs": entry["ts"]}
a.send("ping")
rule("[H3] pong carries epoch and head", a.next("pong")["text"] == f"pong {welcome['epoch']} 1")
a.send({"type": "shout", "id": "shout-0001"})
rule("[F1] an unknown type is rejected", a.next("rejected")["code"] == "bad_command")

lost = post(cursor, "sent, but was it heard?")
a.send(lost)
b.next("entries")
a.cut()
for i in range(250):
    b.send(post(cursor, f"missed {i}"))
assert [b.next("accepted")["seq"] for _ in range(250)] == list(range(3, 253))

a = Socket(ROOM, ada_token, **cursor)
rule("[C3] the cursor is good", a.next("welcome")["resumed"])
page = a.next("entries")
rule("[L6] a page of the replay comes unasked", page["more"] and len(page["entries"]) <= 200)
log = page["entries"]
while page.get("more"):
    a.send({"type": "sync", "epoch": cursor["epoch"], "after": log[-1]["seq"], "at": log[-1]["id"]})
    page = a.next("entries")
    log += page["entries"]
rule("[G4] [L2] exactly what was missed", [e["seq"] for e in log] == list(range(2, 253)))
a.send(lost)
again = a.next("accepted")
rule("[G2] [P3] a retry is a duplicate", again["duplicate"] and again["seq"] == 2)
a.send({**lost, "body": "another"})
rule("[P4] the id stands for the first content", a.next("rejected")["code"] == "id_conflict")
status, answer = http("POST", f"/api/rooms/{ROOM}/log", lost, ada_token)
rule("[T1] the same command over HTTP, too", status == 200 and answer["duplicate"] and answer["seq"] == 2)

a.send({"type": "history", "ref": "h1", "before": 253})
history = a.next("history")
rule("[L5] history: 50 messages, rising", [m["seq"] for m in history["messages"]] == list(range(203, 253)))
rule("[L5] as of the head, with more before", history["head"] == 252 and not history["start"])
status, page = http("GET", f"/api/rooms/{ROOM}/log?after=250", token=bea_token)
rule("[T2] the log over HTTP", status == 200 and [e["seq"] for e in page["entries"]] == [251, 252])

a.send({"type": "sync", "epoch": "another-epoch", "after": 1})
rule("[L7] another epoch: reset", a.next("reset")["epoch"] == cursor["epoch"])
c = Socket(ROOM, ada_token, **{**cursor, "at": "not-the-id-there"})
rule("[L7] another entry at the cursor: reset", not c.next("welcome")["resumed"] and c.next("reset")["head"] == 252)
c = Socket(ROOM, ada_token, **{**cursor, "atTs": entry["ts"] - 1})
rule("[L7] the same entry, written at another time: reset", not c.next("welcome")["resumed"] and c.next("reset")["at"])
c.send("no JSON")
rule("[F2] what cannot be read closes", c.next("close")["code"] == 4506)
b.send(post(cursor, "the room serves on"))
rule("[G1] others are unaffected", b.next("accepted")["seq"] == 253 and a.next("entries")["entries"][0]["seq"] == 253)

data = os.urandom(70_000)
begun = {"id": uuid.uuid4().hex, "name": "noise.bin", "size": len(data)}
status, upload = http("POST", f"/api/rooms/{ROOM}/files", begun, ada_token)
rule("[U1] an upload begins", status == 201 and upload["parts"] == [] and upload["partBytes"] >= len(data))
path = f"/api/rooms/{ROOM}/files/{upload['upload']}"
digest = lambda data: f"sha-256=:{base64.b64encode(hashlib.sha256(data).digest()).decode()}:"
rule("[U2] a damaged part is refused", raw("PUT", path + "/parts/1", ada_token, data, Content_Digest=digest(b"other"))[0] == 400)
rule("[U3] nothing is complete without its parts", http("POST", path + "/complete", {}, ada_token)[1]["code"] == "out_of_order")
rule("[U2] a part arrives", raw("PUT", path + "/parts/1", ada_token, data, Content_Digest=digest(data))[0] == 204)
status, done = http("POST", path + "/complete", {}, ada_token)
file = done["file"]
rule("[U3] complete, it is what its bytes say", status == 200 and file["type"] == "application/octet-stream")
address = f"/files/{ROOM}/{file['id']}/noise.bin"
rule("[U5] before it is sent it is its author's", raw("GET", address, bea_token)[0] == 404)
a.send({**post(cursor, ""), "files": [file["id"]]})
sent = a.next("accepted")
entries = http("GET", f"/api/rooms/{ROOM}/log?after={sent['seq'] - 1}", token=bea_token)[1]["entries"]
rule("[U4] the message carries it", entries[0]["files"] == [file] and entries[0]["body"] == "")
status, headers, body = raw("GET", address, bea_token)
rule("[U5] then everybody reads it", status == 200 and body == data and "attachment" in headers["Content-Disposition"])
status, headers, body = raw("GET", address, bea_token, Range="bytes=-10")
rule("[U5] a stretch of it", status == 206 and body == data[-10:] and headers["Content-Range"] == "bytes 69990-69999/70000")
status, headers, body = raw("GET", address, bea_token, Range="bytes=70000-")
rule("[U5] none beyond its end", status == 416 and headers["Content-Range"] == "bytes */70000")
listed = http("GET", f"/api/rooms/{ROOM}/files", token=bea_token)[1]["files"]
rule("[U7] the room lists it", [(each["seq"], each["file"]) for each in listed] == [(sent["seq"], file)])
a.send({"type": "delete", "id": uuid.uuid4().hex, "seq": sent["seq"], "epoch": cursor["epoch"], "after": sent["seq"]})
rule("[U6] deleted, it is gone", a.next("accepted")["seq"] and raw("GET", address, ada_token)[0] == 404)
print("conforms")
