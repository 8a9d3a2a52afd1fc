"""Fails when an include crosses a border of packaging/cmake/layers.json.

Include paths alone hide nothing on systems that keep every library's headers in one folder, so the text is checked.
Usage: check_layers.py PROJECT_DIRECTORY
"""
import json
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
table = json.loads((root / "packaging/cmake/layers.json").read_text())
modules = table["modules"]
include_line = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')
problems = []


def check(path, relative, line_number, included):
    where = f"{relative}:{line_number}"
    parts = relative.split("/")
    public_core_header = parts[0] == "core" and len(parts) == 3 and relative.endswith(".h")
    for rule in table["headers"]:
        if re.search(rule["pattern"], included):
            if not any(relative.startswith(prefix) for prefix in rule["allowed"]):
                problems.append(f"{where}: {rule['what']} header {included} is not allowed here")
            elif public_core_header and rule["what"] in table["public_core_headers_may_not_include"]:
                problems.append(f"{where}: a public core header may not include {included}")
    target = included.split("/")
    if target[0] == "core" and len(target) > 2 and parts[0] == "core":
        own, other = parts[1], target[1]
        if own != other and other not in modules[own]["may_use"]:
            problems.append(f"{where}: core/{own} may not use core/{other}")
    if target[0] == "core" and len(target) > 3:
        friends = [target[1]] + table["private_headers_also_for"].get(target[1], [])
        inside = parts[0] == "core" and parts[1] in friends
        if not inside and parts[0] not in ("tests", "models"):
            problems.append(f"{where}: {included} is private to core/{target[1]}")
    if target[0] in ("ui", "app") and parts[0] == "core":
        problems.append(f"{where}: core may not use {target[0]}")
    if target[0] == "app" and parts[0] == "ui":
        problems.append(f"{where}: ui may not use app")


files = 0
for top in ("core", "ui", "app", "tests", "models"):
    for path in sorted((root / top).rglob("*")):
        if path.suffix in (".h", ".cpp"):
            files += 1
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                match = include_line.match(line)
                if match:
                    check(path, path.relative_to(root).as_posix(), number, match.group(1))
print(f"{files} files checked")
if files == 0:
    problems.append("no source file found")
print("\n".join(problems))
sys.exit(1 if problems else 0)
