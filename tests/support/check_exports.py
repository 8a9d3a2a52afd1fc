"""Fails when a program offers functions of Qt to the libraries it loads, or none of its own to the engine.

Usage: check_exports.py NM PROGRAM
"""
import re
import subprocess
import sys

OURS = "6saysee"  # the namespace as compilers write it
QT = re.compile(r"\d+Q[A-Z]")

nm, program = sys.argv[1:]
listed = subprocess.run([nm, "--dynamic", "--defined-only", "--format=posix", program], check=True,
                        capture_output=True, text=True).stdout
functions = [name for name, kind, *_ in map(str.split, listed.splitlines()) if kind in "TW"]
ours = [name for name in functions if OURS in name]
qt = [name for name in functions if OURS not in name and QT.search(name)]
print(f"{program} offers {len(ours)} functions of its own and {len(qt)} of Qt")
print("\n".join(qt))
sys.exit(1 if qt or not ours else 0)
