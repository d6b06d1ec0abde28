"""What things cost: each module is a command. Like the application, they give numpy one thread in each process."""

import flows  # noqa: F401  says how many threads, before anything here loads numpy
