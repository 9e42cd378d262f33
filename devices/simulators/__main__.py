"""`python -m devices.simulators` is the same as `python -m devices.simulators.run`."""

from devices.simulators.run import main

raise SystemExit(main())
