#!/usr/bin/env python3
"""A test of a test: passes when COMMAND fails under a deliberate fault, and says so in the right way.

    must_fail.py FAULT PATTERN COMMAND...

PATTERN is a regular expression that the output has to contain: an early end for another reason has
caught nothing.
"""
import os
import re
import subprocess
import sys


def main():
    fault, pattern, command = sys.argv[1], sys.argv[2], sys.argv[3:]
    done = subprocess.run(command, env={**os.environ, "LIAISON_FAULT": fault},
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors="replace")
    lines = done.stdout.splitlines()
    print("\n".join(lines[-12:]))
    caught = done.returncode != 0 and re.search(pattern, done.stdout) is not None
    print(f"fault {fault}: {'caught' if caught else 'NOT CAUGHT'} (status {done.returncode})")
    return 0 if caught else 1


if __name__ == "__main__":
    sys.exit(main())
