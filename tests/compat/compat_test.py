"""Stores of older versions: each folder beside this file is one as that version left it, made by
the statements of graph.cypher and of those files graph-VERSION.cypher that are not newer than it. It
has to open, check clean, answer the questions of the same versions as one made by this program does,
and take further writes.

    compat_test.py LIAISON                   runs the tests
    compat_test.py LIAISON --make FOLDER     makes a store as this program writes it
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
LIAISON = sys.argv[1]


def run(*arguments):
    done = subprocess.run([LIAISON, *arguments], capture_output=True, encoding="utf-8", timeout=120)
    if done.returncode != 0:
        raise AssertionError(f"{arguments}: {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


def number(version):
    return tuple(int(part) for part in version.split("."))


def statements(name, version):
    """Those of `name`.cypher and of `name`-V.cypher for each V up to `version`; None: all."""
    files = [f"{name}.cypher"]
    newer = re.compile(re.escape(name) + r"-([0-9.]+)\.cypher")
    found = sorted((number(match[1]), match[0]) for match in map(newer.fullmatch, os.listdir(HERE)) if match)
    files += [file for of, file in found if version is None or of <= number(version)]
    texts = []
    for file in files:
        with open(os.path.join(HERE, file), encoding="utf-8") as opened:
            texts += [text.strip() for text in opened.read().split(";\n") if text.strip()]
    return texts


def make(folder, version=None):
    """Half of the changes stand in pages, the last ones in loose rows."""
    for statement in statements("graph", version):
        run("query", "--create", folder, statement)


def make_fixture(folder):
    make(folder)
    for name in os.listdir(folder):
        # RocksDB's own account, the lock, and logs with nothing in them.
        if name.startswith(("LOG", "OPTIONS")) or name == "LOCK" or os.path.getsize(
                os.path.join(folder, name)) == 0:
            os.remove(os.path.join(folder, name))


class Stores(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="liaison-compat-")
        self.addCleanup(shutil.rmtree, self.folder)

    def test_stores_of_each_version_are_read_and_written(self):
        versions = sorted(name for name in os.listdir(HERE)
                          if os.path.isdir(os.path.join(HERE, name)) and name[0].isdigit())
        self.assertTrue(versions)
        for version in versions:
            with self.subTest(version=version):
                fresh = os.path.join(self.folder, "fresh-" + version)
                make(fresh, version)
                old = os.path.join(self.folder, version)
                shutil.copytree(os.path.join(HERE, version), old)
                self.assertIn("no problems found", run("check", old))
                for question in statements("questions", version):
                    expected = run("query", "--format", "json", fresh, question)
                    self.assertNotEqual(expected.strip(), "[]", question)
                    self.assertEqual(run("query", "--format", "json", old, question), expected,
                                     question)
                run("query", old, "MATCH (p:Person) SET p.weight = 1 CREATE (p)-[:KNOWS]->(p)")
                self.assertIn("no problems found", run("check", old))


if __name__ == "__main__":
    if sys.argv[2:3] == ["--make"]:
        make_fixture(sys.argv[3])
    else:
        unittest.main(argv=sys.argv[:1])
