"""Fails when a tst_*.cpp is not named in the CMakeLists.txt beside it: a test that is not built is not a test.

Usage: check_tests_listed.py PROJECT_DIRECTORY
"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
missing = []
tests = sorted((root / "tests").rglob("tst_*.cpp"))
for test in tests:
    listing = test.parent / "CMakeLists.txt"
    text = listing.read_text() if listing.exists() else ""
    if not re.search(r"\b" + test.stem + r"\b", text):
        missing.append(f"{test.relative_to(root)} is not in {listing.relative_to(root)}")
print(f"{len(tests)} tests looked at")
print("\n".join(missing))
sys.exit(1 if missing or not tests else 0)
