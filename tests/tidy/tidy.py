#!/usr/bin/env python3
"""Keeps the source tree in the order that docs/architecture.md describes.

Fails on: an include that the tables there do not allow, a third-party header outside its room,
std::regex, iterators of the store outside engine/kv, a header without #pragma once, paths of a
developer's machine. Asks about, without failing: long files, long functions, permissions in the
table that nothing uses.

    tidy.py [ROOT]      the repository; default: two folders up
"""
import pathlib
import posixpath
import re
import subprocess
import sys

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2])
COMPONENTS = ("engine", "query", "server", "loaders", "cli")
SOURCES = (".h", ".cpp")
FILE_LINES = 500
FUNCTION_LINES = 60

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)
CODE = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.S)
# Written so that this file does not contain what it looks for.
MACHINE_PATH = re.compile(r"(?<![\w.}/])/(?:home/\w|Users/\w|" + "wo" + r"rk/\w)")

failures = []
questions = []


def fail(path, line, message):
    failures.append(f"{path}:{line}: {message}")


def table(text, name):
    """The rows of a marked table: {first column: [names in the second]}."""
    marked = re.search(rf"<!-- tidy: {name} -->\n(.*?)<!-- /tidy -->", text, re.S)
    if not marked:
        sys.exit(f"docs/architecture.md has no table marked '{name}'")
    rows = {}
    for line in marked[1].splitlines():
        cells = [re.findall(r"`([^`]+)`", cell) for cell in line.strip().strip("|").split("|")]
        if len(cells) == 2 and cells[0]:
            rows[cells[0][0]] = cells[1]
    return rows


def within(path, room):
    """Whether a room holds the path. A folder holds what lies in it; a prefix of file names, as
    'txn/transaction', also 'txn/transaction.cpp' and 'txn/transaction_impl.h'."""
    if not path.startswith(room):
        return False
    ends = ("", "/") if (ROOT / room).is_dir() else ("", ".", "_")
    return path[len(room):len(room) + 1] in ends


def room_of(path, rooms):
    fitting = [room for room in rooms if within(path, room)]
    return max(fitting, key=len) if fitting else None


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def resolve(path, kind, name):
    """The repository path an include names, or None for one that is not ours."""
    if name.startswith("liaison/"):
        for component in COMPONENTS:
            if (ROOT / component / "include" / name).exists():
                return f"{component}/include/{name}"
        return f"missing {name}"
    if kind == "<":
        return None
    component = path.parts[0]
    for folder in (component, path.parent.as_posix(), "."):
        candidate = posixpath.normpath(posixpath.join(folder, name))
        if not candidate.startswith("..") and (ROOT / candidate).exists():
            return candidate
    return f"missing {name}"


def check_includes(path, text, rooms, third_party, used):
    here = room_of(path.as_posix(), rooms)
    if here is None:
        fail(path, 1, "lies in no room of the table in docs/architecture.md")
        return
    for match in INCLUDE.finditer(text):
        kind, name = match.groups()
        line = line_of(text, match.start(1))
        for header, allowed in third_party.items():
            if name == header or (header.endswith("/") and name.startswith(header)):
                if not any(within(path.as_posix(), room) for room in allowed):
                    fail(path, line, f"<{name}> belongs only into {', '.join(allowed)}")
        target = resolve(path, kind, name)
        if target is None:
            continue
        if target.startswith("missing "):
            # Headers that the build writes (version, embedded files) are found nowhere in the tree.
            continue
        there = room_of(target, rooms)
        if there == here or there is None:
            continue
        if there in rooms[here]:
            used.add((here, there))
        else:
            fail(path, line, f"{here} may not include {there} ({name})")


def check_third_party_is_listed(path, text, third_party):
    """A new library gets a row before its first use."""
    system = ("sys/", "netinet/", "arpa/", "linux/", "bits/")
    for match in INCLUDE.finditer(text):
        kind, name = match.groups()
        if kind != "<" or "/" not in name or name.startswith(system + ("liaison/",)):
            continue
        if not any(name.startswith(header) for header in third_party):
            fail(path, line_of(text, match.start(1)),
                 f"<{name}>: a library without a row in docs/architecture.md")


def blank(match):
    """Comments and literals as spaces, so that positions and lines stay."""
    return re.sub(r"[^\n]", " ", match[0])


def check_code(path, code):
    for match in re.finditer(r"\bstd::(?:basic_)?regex\b|#\s*include\s*<regex>", code):
        fail(path, line_of(code, match.start()), "std::regex: exponential on hostile input; use RE2")
    if path.parts[0] in COMPONENTS and not within(path.as_posix(), "engine/kv"):
        for match in re.finditer(r"\bNewIterator\b", code):
            fail(path, line_of(code, match.start()), "the store's iterators stay in engine/kv")
    if path.suffix == ".h" and not re.search(r"^#pragma once$", code, re.M):
        fail(path, 1, "a header without #pragma once")


def ask_about_size(path, text, code):
    lines = text.count("\n")
    if lines > FILE_LINES:
        questions.append(f"{path}: {lines} lines. Which second idea moved in?")
    # A function body opens at the end of a line that starts in column 0 or 2 and closes at the same
    # indent, which is how clang-format lays them out. Good enough for a question.
    opened = None
    for number, line in enumerate(code.splitlines(), 1):
        if opened is None:
            match = re.match(r"^( {0,2})[A-Za-z~].*\).*\{\s*$", line)
            if match and not re.match(r"\s*(namespace|struct|class|enum|union)\b", line):
                opened = (number, match[1], line.strip())
        elif line.startswith(opened[1] + "}"):
            if number - opened[0] > FUNCTION_LINES:
                questions.append(f"{path}:{opened[0]}: {number - opened[0]} lines in one function. "
                                 "Does it run straight down?")
            opened = None


def check_machine_paths():
    listed = subprocess.run(["git", "-C", str(ROOT), "ls-files"], capture_output=True, text=True)
    names = listed.stdout.split("\n") if listed.returncode == 0 else []
    if not any(names):  # not a clone (an unpacked archive): look at what is there
        names = [p.relative_to(ROOT).as_posix() for p in ROOT.rglob("*") if "build" not in p.parts]
    for name in names:
        path = ROOT / name
        if not name or not path.is_file() or path.stat().st_size > 2_000_000:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, OSError):
            continue
        for match in MACHINE_PATH.finditer(text):
            fail(name, line_of(text, match.start()), "a path of somebody's machine")


def main():
    document = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    rooms = table(document, "rooms")
    third_party = table(document, "third party")
    for room, allowed in rooms.items():
        for other in allowed:
            if other not in rooms:
                failures.append(f"docs/architecture.md: row {room} names {other}, which has no row")

    used = set()
    files = 0
    for folder in COMPONENTS + ("tests", "examples", "bench"):
        for full in sorted((ROOT / folder).rglob("*")):
            if full.suffix not in SOURCES or not full.is_file():
                continue
            files += 1
            path = full.relative_to(ROOT)
            text = full.read_text(encoding="utf-8")
            code = CODE.sub(blank, text)
            if folder in COMPONENTS:
                check_includes(path, text, rooms, third_party, used)
                check_third_party_is_listed(path, text, third_party)
            check_code(path, code)
            ask_about_size(path, text, code)
    check_machine_paths()

    for room, allowed in rooms.items():
        if (ROOT / room).is_dir():
            for other in allowed:
                if not other.endswith("/include") and (room, other) not in used:
                    questions.append(f"docs/architecture.md: {room} may include {other}; nothing does")

    for line in questions:
        print(f"question: {line}")
    for line in failures:
        print(line, file=sys.stderr)
    print(f"{files} files, {len(failures)} failures, {len(questions)} questions")
    if files == 0:
        sys.exit("no source file found: wrong folder?")
    sys.exit(1 if failures else 0)


main()
