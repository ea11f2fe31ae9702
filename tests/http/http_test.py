#!/usr/bin/env python3
"""The HTTP protocol over real sockets: http_test.py <http_test_server>. Standard library only."""
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

SERVER = None
TYPED = "application/vnd.neo4j.query"


class Running:
    """A server process; ends with the `with` block."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen([SERVER, *arguments], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        if self.process.poll() is None:
            self.process.stdin.close()
            self.process.wait(timeout=30)
        self.process.stdout.close()
        return self.process.returncode

    def request(self, method, path, body=None, headers=None, connection=None):
        c = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        given = {"Content-Type": "application/json"} if body is not None else {}
        given.update(headers or {})
        data = json.dumps(body).encode() if isinstance(body, (dict, list)) else body
        c.request(method, path, body=data, headers=given)
        r = c.getresponse()
        payload = r.read()
        if connection is None:
            c.close()
        return r, payload

    def query(self, statement, database="neo4j", headers=None, **fields):
        r, payload = self.request("POST", f"/db/{database}/query/v2",
                                  {"statement": statement, **fields}, headers)
        return r.status, json.loads(payload)

    def raw(self, data, wait=10):
        """Bytes in, everything the server says until it closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as s:
            s.sendall(data)
            out = b""
            while chunk := s.recv(65536):
                out += chunk
            return out


def error_of(body):
    return body["errors"][0]


class Protocol(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Running()

    @classmethod
    def tearDownClass(cls):
        assert cls.server.stop() == 0

    def refused(self, status, code, method, path, body=None, headers=None):
        r, payload = self.server.request(method, path, body, headers)
        self.assertEqual(r.status, status, payload)
        self.assertEqual(r.headers["Content-Type"], "application/json")
        self.assertEqual(error_of(json.loads(payload))["code"], code)
        return r, error_of(json.loads(payload))

    def test_discovery_and_health(self):
        r, payload = self.server.request("GET", "/")
        body = json.loads(payload)
        self.assertEqual(r.status, 200)
        self.assertEqual(body["query"],
                         f"http://127.0.0.1:{self.server.port}/db/{{databaseName}}/query/v2")
        self.assertEqual(body["neo4j_edition"], "community")
        r, payload = self.server.request("GET", "/health")
        self.assertEqual((r.status, json.loads(payload)["status"]), (200, "ok"))
        r, payload = self.server.request("HEAD", "/health")
        self.assertEqual((r.status, payload), (200, b""))

    def test_plain_reply_and_order_of_members(self):
        r, payload = self.server.request(
            "POST", "/db/neo4j/query/v2",
            {"statement": "RETURN 1 AS a, $p AS b, [1.5, null] AS c",
             "parameters": {"p": {"x": [1, 2.0, "é"]}}, "includeCounters": True})
        body = json.loads(payload)
        self.assertEqual(r.status, 202)
        self.assertEqual(body["data"], {"fields": ["a", "b", "c"],
                                        "values": [[1, {"x": [1, 2.0, "é"]}, [1.5, None]]]})
        self.assertIsInstance(body["data"]["values"][0][1]["x"][1], float)
        self.assertEqual(list(body), ["data", "counters", "queryType", "bookmarks"])
        self.assertEqual(body["queryType"], "r")
        self.assertIs(body["counters"]["containsUpdates"], False)

    def test_typed_parameters_and_reply(self):
        date = {"$type": "Date", "_value": "2015-03-26"}
        status, body = self.server.query(
            "RETURN $d AS d, $i AS i", headers={"Accept": TYPED, "Content-Type": TYPED},
            parameters={"d": date, "i": {"$type": "Integer", "_value": "9223372036854775807"}})
        self.assertEqual(status, 202, body)
        self.assertEqual(body["data"]["values"],
                         [[date, {"$type": "Integer", "_value": "9223372036854775807"}]])

    def test_writes_counters_and_bookmarks(self):
        status, body = self.server.query("CREATE (:Written {x: 1})-[:R]->(:Written)",
                                         includeCounters=True)
        self.assertEqual(status, 202, body)
        self.assertEqual(body["data"], {"fields": [], "values": []})
        counters = body["counters"]
        self.assertEqual([counters[k] for k in ("nodesCreated", "relationshipsCreated",
                                                "propertiesSet", "labelsAdded")], [2, 1, 1, 2])
        bookmark = body["bookmarks"][0]
        status, body = self.server.query("MATCH (n:Written) RETURN count(*) AS c",
                                         bookmarks=[bookmark])
        self.assertEqual((status, body["data"]["values"]), (202, [[2]]))
        name, number = bookmark.rsplit(":", 1)
        status, body = self.server.query("RETURN 1", bookmarks=[f"{name}:{int(number) + 1000}"])
        self.assertEqual(error_of(body)["code"], "Neo.TransientError.Transaction.BookmarkTimeout")
        for bad in ("nonsense", "FB:other:1"):
            status, body = self.server.query("RETURN 1", bookmarks=[bad])
            self.assertEqual((status, error_of(body)["code"]),
                             (400, "Neo.ClientError.Transaction.InvalidBookmark"))

    def test_statement_errors(self):
        status, body = self.server.query("RETURN x")
        error = error_of(body)
        self.assertEqual(status, 400)
        self.assertEqual(error["code"], "Neo.ClientError.Statement.SyntaxError")
        self.assertEqual((error["phase"], error["detail"]), ("compile", "UndefinedVariable"))
        self.assertEqual(error["position"], {"offset": 7, "line": 1, "column": 8})
        self.assertIn("(line 1, column 8)", error["message"])
        status, body = self.server.query("RETURN 1 / 0 AS x")
        self.assertEqual((status, error_of(body)["phase"]), (400, "runtime"))
        status, body = self.server.query("RETURN $missing AS x")
        self.assertEqual(error_of(body)["code"], "Neo.ClientError.Statement.ParameterMissing")

    def test_access_mode_and_user(self):
        status, body = self.server.query("CREATE (:Refused)", accessMode="read")
        self.assertEqual((status, error_of(body)["code"]),
                         (400, "Neo.ClientError.Statement.AccessMode"))
        status, body = self.server.query("MATCH (n:Refused) RETURN count(*) AS c")
        self.assertEqual(body["data"]["values"], [[0]])
        status, body = self.server.query("RETURN 1", impersonatedUser="mallory")
        self.assertEqual(error_of(body)["code"], "Neo.ClientError.Security.Forbidden")

    def test_batches_in_transactions(self):
        status, body = self.server.query(
            "UNWIND [1, 2, 0, 4] AS i CALL (i) { CREATE (b:Batched {n: 8 / i}) RETURN b.n AS n } "
            "IN TRANSACTIONS OF 1 ROW ON ERROR CONTINUE REPORT STATUS AS s "
            "RETURN i, n, s.committed AS committed", includeCounters=True)
        self.assertEqual(status, 202, body)
        self.assertEqual(body["data"]["values"], [[1, 8, True], [2, 4, True], [0, None, False],
                                                  [4, 2, True]])
        self.assertEqual(body["counters"]["nodesCreated"], 3)
        status, body = self.server.query("MATCH (b:Batched) RETURN count(*) AS c",
                                         bookmarks=body["bookmarks"])
        self.assertEqual(body["data"]["values"], [[3]])
        status, body = self.server.query("UNWIND [1] AS i CALL (i) { CREATE (:Batched) } "
                                         "IN TRANSACTIONS", accessMode="read")
        self.assertEqual(error_of(body)["code"], "Neo.ClientError.Statement.AccessMode")

    def test_transactions_are_listed_and_terminated(self):
        endless = ("UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b "
                   "WITH a, b WHERE a + b < 0 RETURN count(*) AS endless")
        replies = []
        runner = threading.Thread(target=lambda: replies.append(self.server.query(endless)))
        runner.start()
        listing = ("SHOW TRANSACTIONS YIELD transactionId AS id, currentQuery AS text "
                   "WHERE text ENDS WITH 'AS endless' RETURN id")
        deadline = time.monotonic() + 20
        found = []
        while not found and time.monotonic() < deadline:
            found = self.server.query(listing)[1]["data"]["values"]
        self.assertEqual(len(found), 1)
        stop = "TERMINATE TRANSACTIONS $id YIELD message"
        status, body = self.server.query(stop, parameters={"id": found[0][0]}, accessMode="read")
        self.assertEqual(error_of(body)["code"], "Neo.ClientError.Statement.AccessMode")
        status, body = self.server.query(stop, parameters={"id": found[0][0]})
        self.assertEqual(body["data"]["values"], [["Transaction terminated."]])
        runner.join(20)
        self.assertEqual(error_of(replies[0][1])["code"],
                         "Neo.ClientError.Transaction.Terminated")
        self.assertEqual(self.server.query(listing)[1]["data"]["values"], [])

    def test_explain_has_a_plan_and_no_rows(self):
        status, body = self.server.query("EXPLAIN MATCH (n) RETURN n")
        self.assertEqual((status, body["data"]["values"]), (202, []))
        self.assertIn("operatorType", body["queryPlan"])
        status, body = self.server.query("PROFILE MATCH (n) RETURN count(n) AS c")
        self.assertEqual(len(body["data"]["values"]), 1)
        self.assertIn("records", body["profiledQueryPlan"])

    def test_paths_methods_and_media_types(self):
        query = "/db/neo4j/query/v2"
        invalid = "Neo.ClientError.Request.Invalid"
        self.refused(404, invalid, "GET", "/nowhere")
        self.refused(404, invalid, "POST", query + "/tx", {"statement": "RETURN 1"})
        self.refused(404, invalid, "DELETE", "/db/neo4j")  # no test hooks here
        r, _ = self.refused(405, invalid, "GET", query)
        self.assertEqual(r.headers["Allow"], "POST")
        self.refused(405, invalid, "PUT", query, {"statement": "RETURN 1"})
        _, error = self.refused(404, "Neo.ClientError.Database.DatabaseNotFound", "POST",
                                "/db/other/query/v2", {"statement": "RETURN 1"})
        self.assertIn("`neo4j`", error["message"])
        self.refused(415, invalid, "POST", query, b"x", {"Content-Type": "text/plain"})
        self.refused(415, invalid, "POST", query, b"a=b",
                     {"Content-Type": "application/x-www-form-urlencoded"})
        self.refused(415, invalid, "POST", query, b"--x",
                     {"Content-Type": "multipart/form-data; boundary=x"})
        self.refused(406, invalid, "POST", query, {"statement": "RETURN 1"},
                     {"Accept": "text/html"})
        r, _ = self.server.request("POST", "/db/n%65o4j/query/v2", {"statement": "RETURN 1"})
        self.assertEqual(r.status, 202)

    def test_bodies(self):
        query = "/db/neo4j/query/v2"
        _, error = self.refused(400, "Neo.ClientError.Request.InvalidFormat", "POST", query,
                                b'{"statement":\n 1x}')
        self.assertIn("line 2", error["message"])
        self.refused(400, "Neo.ClientError.Request.InvalidFormat", "POST", query, b"")
        self.refused(400, "Neo.ClientError.Request.InvalidFormat", "POST", query, b"[" * 100000)
        self.refused(400, "Neo.ClientError.Request.Invalid", "POST", query, {})
        self.refused(400, "Neo.ClientError.Request.InvalidFormat", "POST", query,
                     b'{"statement": "RETURN 1", "statement": "RETURN 2"}')
        self.refused(413, "Neo.ClientError.Request.Invalid", "POST", query, b" " * (5 << 20))

    def test_browsers_from_elsewhere(self):
        code = "Neo.ClientError.Request.Invalid"
        self.refused(421, code, "GET", "/", headers={"Host": "evil.example"})
        self.refused(421, code, "POST", "/db/neo4j/query/v2", {"statement": "RETURN 1"},
                     {"Host": "evil.example:7474"})
        self.refused(403, "Neo.ClientError.Security.Forbidden", "POST", "/db/neo4j/query/v2",
                     {"statement": "RETURN 1"}, {"Origin": "http://evil.example"})
        r, _ = self.server.request("GET", "/health", headers={
            "Origin": f"http://127.0.0.1:{self.server.port}"})
        self.assertEqual(r.status, 200)
        self.assertFalse([h for h in r.headers if h.lower().startswith("access-control")])

    def test_limits_of_the_head(self):
        get = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
        for data, status in [
                (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", b"414"),
                (get + b"A: 1\r\n" * 101 + b"\r\n", b"431"),
                (get + b"A: " + b"x" * 20000 + b"\r\n\r\n", b"431"),
                (b"nonsense\r\n\r\n", b"400"),
                (b"GET / HTTP/1.1\r\n\r\n", b"400"),
                (get + b"Host: localhost\r\n\r\n", b"400"),
                (b"TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n", b"405"),
                (b"POST /db/neo4j/query/v2 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
                 b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"400")]:
            reply = self.server.raw(data)
            self.assertEqual(reply.split(b" ")[1], status, reply[:200])
            self.assertIn(b'"errors"', reply)

    def test_chunked_requests_and_their_limit(self):
        body = b'{"statement": "RETURN 1 AS x"}'
        head = (b"POST /db/neo4j/query/v2 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
        reply = self.server.raw(head + b"%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n")
        self.assertIn(b"202", reply.split(b"\r\n")[0])
        self.assertIn(b"[[1]]", reply)
        block = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
        reply = self.server.raw(head + block * 70 + b"0\r\n\r\n")
        self.assertIn(b"413", reply.split(b"\r\n")[0])

    def test_an_unread_body_is_not_the_next_request(self):
        inner = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
        reply = self.server.raw(b"POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                                + str(len(inner)).encode() + b"\r\n\r\n" + inner)
        self.assertEqual(reply.count(b"HTTP/1.1 "), 1)

    def test_keep_alive_and_pipelining(self):
        c = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        began = time.monotonic()
        for i in range(200):
            r, payload = self.server.request("POST", "/db/neo4j/query/v2",
                                             {"statement": f"RETURN {i} AS x"}, connection=c)
            self.assertEqual(json.loads(payload)["data"]["values"], [[i]])
        c.close()
        # Without TCP_NODELAY each would take 40 ms.
        self.assertLess(time.monotonic() - began, 6)
        one = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
        last = b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        self.assertEqual(self.server.raw(one * 2 + last).count(b"HTTP/1.1 200"), 3)

    def test_json_lines(self):
        r, payload = self.server.request(
            "POST", "/db/neo4j/query/v2", {"statement": "UNWIND [1, 2] AS x RETURN x"},
            {"Accept": "application/jsonl"})
        events = [json.loads(line) for line in payload.splitlines()]
        self.assertEqual(r.headers["Content-Type"], "application/jsonl")
        self.assertEqual([e["$event"] for e in events], ["Header", "Record", "Record", "Summary"])
        self.assertEqual([e["_body"] for e in events[:3]], [{"fields": ["x"]}, [1], [2]])


class Streaming(unittest.TestCase):
    """With a small bound for collected results."""

    def test_long_results_are_streamed_whole(self):
        with Running("--collected-bytes-max", "1000") as server:
            r, payload = server.request("POST", "/db/neo4j/query/v2", {
                "statement": "UNWIND range(1, 50000) AS x RETURN x, 'text' AS t"})
            self.assertEqual(r.headers["Transfer-Encoding"], "chunked")
            body = json.loads(payload)
            self.assertEqual([row[0] for row in body["data"]["values"]], list(range(1, 50001)))
            self.assertEqual(body["queryType"], "r")
            r, payload = server.request("POST", "/db/neo4j/query/v2", {
                "statement": "RETURN 1 AS x"})
            self.assertIsNone(r.headers["Transfer-Encoding"])

    def test_an_error_after_the_first_row_ends_the_body(self):
        with Running("--collected-bytes-max", "1000") as server:
            for accept in ("application/json", "application/jsonl"):
                r, payload = server.request("POST", "/db/neo4j/query/v2", {
                    "statement": "UNWIND range(1, 50000) AS x RETURN 1 / (40000 - x) AS y"},
                    {"Accept": accept})
                self.assertEqual(r.status, 202)
                if accept == "application/json":
                    body = json.loads(payload)
                    self.assertIn("Arithmetic", error_of(body)["code"])
                    self.assertGreater(len(body["data"]["values"]), 1000)
                    self.assertNotIn("bookmarks", body)
                else:
                    last = json.loads(payload.splitlines()[-1])
                    self.assertEqual(last["$event"], "Error")
                    self.assertIn("Arithmetic", last["_body"][0]["code"])


class Life(unittest.TestCase):
    def test_query_timeout(self):
        with Running("--query-timeout-ms", "300") as server:
            began = time.monotonic()
            status, body = server.query(
                "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b "
                "WITH a, b WHERE a + b < 0 RETURN count(*) AS c")
            self.assertEqual(error_of(body)["code"],
                             "Neo.ClientError.Transaction.TransactionTimedOut")
            self.assertLess(time.monotonic() - began, 5)

    def test_stop_is_prompt_with_idle_connections(self):
        server = Running()
        idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(10)]
        server.request("GET", "/health")
        began = time.monotonic()
        self.assertEqual(server.stop(), 0)
        self.assertLess(time.monotonic() - began, 3)
        for s in idle:
            s.close()

    def test_idle_connections_are_closed(self):
        with Running("--idle-timeout-ms", "200") as server:
            began = time.monotonic()
            self.assertEqual(server.raw(b""), b"")
            self.assertLess(time.monotonic() - began, 5)

    def test_only_loopback(self):
        done = subprocess.run([SERVER, "--host", "0.0.0.0"], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=30)
        self.assertEqual(done.returncode, 78)
        self.assertIn("loopback", done.stderr)

    def test_a_taken_port_is_an_error(self):
        with Running() as server:
            done = subprocess.run([SERVER, "--port", str(server.port)], stdin=subprocess.DEVNULL,
                                  capture_output=True, text=True, timeout=30)
            self.assertEqual(done.returncode, 78)

    def test_what_was_answered_is_there_after_a_kill(self):
        with tempfile.TemporaryDirectory() as folder:
            server = Running("--folder", folder + "/db")
            for i in range(20):
                self.assertEqual(server.query(f"CREATE (:N {{i: {i}}})")[0], 202)
            os.kill(server.process.pid, signal.SIGKILL)
            server.process.wait()
            server.process.stdin.close()
            server.process.stdout.close()
            with Running("--folder", folder + "/db") as again:
                _, body = again.query("MATCH (n:N) RETURN count(n) AS c")
                self.assertEqual(body["data"]["values"], [[20]])

    def test_writers_at_once(self):
        with Running() as server:
            def write(n):
                for i in range(25):
                    status, body = server.query("CREATE (:W {n: $n, i: $i})",
                                                parameters={"n": n, "i": i})
                    assert status == 202, body
            threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
            for t in threads:
                t.start()
            for t in threads:
                t.join()
            _, body = server.query("MATCH (w:W) RETURN count(DISTINCT [w.n, w.i]) AS c")
            self.assertEqual(body["data"]["values"], [[100]])


class Hooks(unittest.TestCase):
    def exercise(self, hooks):
        with Running("--test-hooks=" + hooks) as server:
            for database in ("one", "two%20words"):
                _, body = server.query("CREATE (:A {x: 1})-[:R]->(:B) RETURN 1 AS x", database)
                self.assertEqual(body["data"]["values"], [[1]], body)
            server.query("CREATE INDEX some FOR (n:A) ON (n.x)", "one")
            r, payload = server.request("DELETE", "/db/one")
            self.assertEqual((r.status, payload), (200, b"{}"))
            count = "MATCH (n) RETURN count(n) AS c"
            self.assertEqual(server.query(count, "one")[1]["data"]["values"], [[0]])
            self.assertEqual(server.query(count, "two%20words")[1]["data"]["values"], [[2]])
            # The index went too: its name is free.
            status, body = server.query("CREATE INDEX some FOR (n:B) ON (n.y)", "one")
            self.assertEqual(status, 202, body)

            def typed(kind, value):
                return {"$type": kind, "_value": value}
            r, payload = server.request("POST", "/db/one/tck/procedures", {
                "signature": "test.my.proc(in :: INTEGER?) :: (out :: STRING?)",
                "columns": ["in", "out"],
                "rows": [[typed("Integer", "1"), typed("String", "a")],
                         [typed("Integer", "2"), typed("String", "b")],
                         [typed("Integer", "1"), typed("String", "c")]]})
            self.assertEqual((r.status, payload), (200, b"{}"))
            call = "CALL test.my.proc(1) YIELD out RETURN out ORDER BY out"
            self.assertEqual(server.query(call, "one")[1]["data"]["values"], [["a"], ["c"]])
            _, body = server.query(call, "two%20words")
            self.assertEqual(error_of(body)["detail"], "ProcedureNotFound")
            server.request("DELETE", "/db/one/tck/procedures")
            _, body = server.query(call, "one")
            self.assertEqual(error_of(body)["code"], "Neo.ClientError.Procedure.ProcedureNotFound")

    def test_in_memory(self):
        self.exercise("memory")

    def test_on_disk(self):
        self.exercise("disk")


if __name__ == "__main__":
    SERVER = sys.argv.pop(1)
    unittest.main()
