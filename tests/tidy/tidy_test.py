#!/usr/bin/env python3
"""Plants one violation at a time in a small tree and expects tidy.py to name it."""
import pathlib
import subprocess
import sys
import tempfile

TIDY = pathlib.Path(__file__).with_name("tidy.py")

ARCHITECTURE = """
<!-- tidy: rooms -->
| room | may include |
|---|---|
| `engine/top` | `engine/bottom` `engine/include` |
| `engine/bottom` | `engine/include` |
| `engine/kv` | |
| `engine/include` | |
| `query` | `engine/include` |
<!-- /tidy -->
<!-- tidy: third party -->
| header | only in |
|---|---|
| `rocksdb/` | `engine/kv` |
<!-- /tidy -->
"""

CLEAN = {
    "engine/include/liaison/engine/door.h": "#pragma once\n",
    "engine/top/a.h": '#pragma once\n#include "bottom/b.h"\n#include "liaison/engine/door.h"\n',
    "engine/bottom/b.h": "#pragma once\n// std::regex and NewIterator in a comment are only words\n",
    "engine/kv/store.cpp": "#include <rocksdb/db.h>\nauto i = db->NewIterator({});\n",
    "query/q.cpp": '#include "liaison/engine/door.h"\n#include <sys/stat.h>\n#include <vector>\n',
}

# What is added or replaced, and a part of the message that must appear.
VIOLATIONS = [
    ("engine/bottom/b.h", '#pragma once\n#include "top/a.h"\n', "engine/bottom may not include engine/top"),
    ("query/q.cpp", '#include "engine/bottom/b.h"\n#include "../engine/bottom/b.h"\n', "query may not include engine/bottom"),
    ("engine/top/a.h", "#pragma once\n#include <rocksdb/db.h>\n", "belongs only into engine/kv"),
    ("engine/top/a.h", "#pragma once\n#include <unheard/of.h>\n", "a library without a row"),
    ("engine/top/a.h", "// no guard\n", "without #pragma once"),
    ("engine/top/c.cpp", "std::regex r;\n", "std::regex"),
    ("query/q.cpp", "auto i = db->NewIterator({});\n", "stay in engine/kv"),
    ("server/http/s.cpp", "int x;\n", "lies in no room"),
    ("docs/readme.md", "see /" + "home/somebody/notes\n", "somebody's machine"),
]


def run(files):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in {"docs/architecture.md": ARCHITECTURE, **files}.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        done = subprocess.run([sys.executable, str(TIDY), folder], capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr


wrong = 0
status, output = run(CLEAN)
if status != 0:
    wrong += 1
    print(f"a clean tree failed:\n{output}")
for name, text, message in VIOLATIONS:
    status, output = run({**CLEAN, name: text})
    if status == 0 or message not in output:
        wrong += 1
        print(f"not noticed: {message} ({name}), exit {status}:\n{output}")
print(f"{len(VIOLATIONS) + 1} trees, {wrong} wrong")
sys.exit(1 if wrong else 0)
