"""`python -m samsyn` is the `samsyn` command."""

from samsyn.cli import main

main()
