from pathlib import Path

from tests import readme


def test_what_the_readme_shows_is_what_the_program_prints(tmp_path: Path) -> None:
    home = tmp_path / "data"
    text = readme.README.read_text(encoding="utf-8")
    assert text == readme.rewritten(text, home, readme.load_samples(home)), "see `python -m tests.readme --accept`"
