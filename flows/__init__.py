"""The shell: clock, network, files, Prefect, settings and the command line."""
