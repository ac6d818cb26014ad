import sys

from warehouse.cli.main import main

sys.exit(main())
