"""Let ``python -m afterview`` run the program."""

from afterview.cli.main import main

main()
