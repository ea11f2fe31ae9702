#!/usr/bin/env python3
"""T3 over HTTP: kills a serving process under writing clients and asks it again afterwards.

    http_kill_test.py LIAISON [--rounds N] [--rounds-min N] [--seed S]

Client c's statement i makes (:Step {client: c, number: i}), a relationship from its step before, one
to a hub, appends to the hub's list and moves two counters, all in one statement. What was answered
202 has to be there after kill -9, everything that is there has to be whole, and the server has to
take a statement at once. Every third kill comes while the server starts.
"""
import argparse
import http.client
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

SIZES = [1, 1, 100, 100, 5000]
ROUNDS_PER_FOLDER = 8
CREATE = """
MATCH (c:Client {id: $client}), (h:Hub {id: $hub})
SET c.number = c.number + 1, h.number = h.number + 1, h.steps = h.steps + ($client * 1000000 + c.number)
CREATE (s:Step {client: $client, number: c.number, text: $text})-[:AT]->(h)
WITH c, s
OPTIONAL MATCH (b:Step {client: $client, number: c.number - 1})
FOREACH (x IN CASE WHEN b IS NULL THEN [] ELSE [b] END | CREATE (x)-[:NEXT]->(s))
RETURN s.number
"""


class Server:
    def __init__(self, liaison, folder):
        self.process = subprocess.Popen([liaison, "serve", folder, "--port", "0"],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.port = None

    def wait(self):
        line = self.process.stdout.readline()
        if "http://" not in line:
            raise RuntimeError(f"the server did not start: {line!r}, status {self.process.poll()}")
        self.port = int(line.split("http://")[1].split("/")[0].rsplit(":", 1)[1])

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()


class Client:
    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def run(self, statement, **parameters):
        body = json.dumps({"statement": statement, "parameters": parameters})
        self.connection.request("POST", "/db/neo4j/query/v2", body,
                                {"Content-Type": "application/json"})
        response = self.connection.getresponse()
        answer = json.loads(response.read())
        if response.status not in (200, 202) or answer.get("errors"):
            raise RuntimeError(f"{response.status}: {answer}")
        return answer["data"]["values"]


def write(port, client, hub, seed, acked):
    """Writes until the connection breaks; acked[client] is the last number that was answered."""
    rng = random.Random(seed)
    try:
        connection = Client(port)
        while True:
            size = 1_000_000 if rng.random() < 0.01 else rng.choice(SIZES)
            rows = connection.run(CREATE, client=client, hub=hub, text="x" * size)
            acked[client] = rows[0][0]
    except (OSError, http.client.HTTPException, json.JSONDecodeError):
        return


def problems(client, acked):
    """What is lost and what is torn, as (number lost, sentences)."""
    lost, torn = 0, []
    for number, last in sorted(acked.items()):
        found = client.run("MATCH (c:Client {id: $id}) RETURN c.number", id=number)
        have = found[0][0] if found else 0
        lost += max(0, last - have)
    for number, have in client.run("MATCH (c:Client) RETURN c.id, c.number"):
        steps = client.run("MATCH (s:Step {client: $id}) RETURN count(s), max(s.number), "
                           "count(DISTINCT s.number)", id=number)[0]
        if steps != [have, have if have else None, have]:
            torn.append(f"client {number} counts {have}, its steps {steps}")
        chained = client.run("MATCH (a:Step {client: $id})-[:NEXT]->(b:Step {client: $id}) "
                             "WHERE b.number = a.number + 1 RETURN count(*)", id=number)[0][0]
        if chained != max(0, have - 1):
            torn.append(f"client {number}: {chained} relationships between {have} steps")
    for hub, number, size in client.run("MATCH (h:Hub) RETURN h.id, h.number, size(h.steps)"):
        degree = client.run("MATCH (h:Hub {id: $id})<-[:AT]-(s) RETURN count(s)", id=hub)[0][0]
        if not number == size == degree:
            torn.append(f"hub {hub}: counter {number}, list {size}, degree {degree}")
    return lost, torn


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("liaison")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--rounds-min", type=int, default=60)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 31))
    options = parser.parse_args()
    rng = random.Random(options.seed)
    figures = {"lost": 0, "torn": 0, "open_failures": 0, "rounds": 0, "acked": 0}
    recovery = []
    base = tempfile.mkdtemp(prefix="liaison-kill-")
    folder, acked, checks = None, {}, 0
    try:
        while figures["rounds"] < options.rounds:
            if figures["lost"] + figures["torn"] + figures["open_failures"]:
                break
            if figures["rounds"] % ROUNDS_PER_FOLDER == 0:
                folder, acked = os.path.join(base, f"{figures['rounds']}.db"), {}
            figures["rounds"] += 1
            if figures["rounds"] % 3 == 0:
                starting = Server(options.liaison, folder)
                time.sleep(rng.uniform(0, 0.06))
                starting.kill()
            server = Server(options.liaison, folder)
            try:
                began = time.monotonic()
                server.wait()
                recovery.append((time.monotonic() - began) * 1000)
                client = Client(server.port)
                hub = figures["rounds"]
                client.run("CREATE (:Hub {id: $id, number: 0, steps: []})", id=hub)
                lost, torn = problems(client, acked)
                figures["lost"] += lost
                figures["torn"] += len(torn)
                for text in torn:
                    print("T3-http: torn:", text, file=sys.stderr)
                writers = rng.randrange(2, 9)
                client.run("CREATE INDEX step IF NOT EXISTS FOR (s:Step) ON (s.client, s.number)")
                client.run("UNWIND range(1, $n) AS i MERGE (c:Client {id: i}) "
                           "ON CREATE SET c.number = 0", n=writers)
                before = dict(acked)
                threads = [threading.Thread(target=write,
                                            args=(server.port, c, hub, rng.random(), acked))
                           for c in range(1, writers + 1)]
                for thread in threads:
                    thread.start()
                time.sleep(rng.uniform(0.005, 0.5))
                server.kill()
                for thread in threads:
                    thread.join()
                figures["acked"] += sum(acked.values()) - sum(before.values())
            except (OSError, RuntimeError, http.client.HTTPException) as error:
                figures["open_failures"] += 1
                print("T3-http:", error, file=sys.stderr)
                server.kill()
            if figures["rounds"] % ROUNDS_PER_FOLDER == 0:
                done = subprocess.run([options.liaison, "check", folder], capture_output=True,
                                      text=True)
                checks += 1
                if done.returncode != 0:
                    figures["torn"] += 1
                    print("T3-http: check:", done.stdout, done.stderr, file=sys.stderr)
                shutil.rmtree(folder)
    finally:
        shutil.rmtree(base, ignore_errors=True)
    failed = figures["lost"] + figures["torn"] + figures["open_failures"] > 0
    failed |= figures["rounds"] < options.rounds_min or figures["acked"] < 5 * options.rounds_min
    recovery.sort()
    p99 = recovery[min(len(recovery) - 1, int(len(recovery) * 0.99))] if recovery else 0
    print(f"RELIABILITY T3-http {'FAIL' if failed else 'pass'} seed={options.seed} "
          + " ".join(f"{k}={v}" for k, v in figures.items())
          + f" checks={checks} recovery_p99_ms={p99:.0f}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
