from tests.flows.conftest import newsduck, settings

__all__ = ["newsduck", "settings"]
