"""A child process that says whether it got the key."""

import os

print("LEPS_CHIAVE=" + ("presente" if os.environ.get("LEPS_CHIAVE") else "assente"))
