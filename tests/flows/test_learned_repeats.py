"""What several articles of a source print is the site's: learned by runs, and kept aside."""

from pathlib import Path

from flows import direct
from flows.frontier import Wanted
from flows.settings import Settings
from tests.flows.conftest import Query

TOWNS = {
    "Cork": "The old brewery by the river becomes a school of music with room for three hundred pupils. Concerts"
    " start in spring, and the cellars will hold instruments that anybody may borrow for a week.",
    "Sligo": "A lorry with forty tons of turnips overturned on the ring road at dawn and kept it closed until evening."
    " The driver was unhurt; farmers came with trailers to collect what could still be fed to cattle.",
    "Ennis": "The library lends seeds of forgotten vegetables from Monday, and asks readers to bring some back in"
    " autumn. Black carrots and sea kale are already gone, the librarian wrote on a note at the door.",
    "Tralee": "After nine years without rain in June the reservoir is half empty. Gardens may be watered on Sundays"
    " only, swimming pools stay dry, and engineers look for leaks with microphones at night.",
    "Athlone": "Two brothers of eighty and eighty-three won the rowing race of their county for the eleventh time."
    " They train before breakfast, eat porridge with salt, and have no intention to retire from the lake.",
}
MOTTO = "The Midland Courier has looked after its five valleys since the spring of 1871"
PAGE = """<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{event}</p><p>{motto}</p>
</article></body></html>"""


def load(settings: Settings, folder: Path, *towns: str) -> None:
    folder.mkdir(exist_ok=True)
    for town in towns:
        row = PAGE.format(title=" ".join(TOWNS[town].split()[:6]), event=TOWNS[town], motto=MOTTO)
        (folder / f"{town}.html").write_text(row, encoding="utf-8")
    settings.sources.write_text(f'[[sources]]\nid = "courier"\nname = "Courier"\nfolder = "{folder}"\n')
    direct.run(settings, Wanted(), None, lambda _: None)


def test_a_line_of_three_stories_is_learned_and_kept_aside(settings: Settings, tmp_path: Path, rows: Query) -> None:
    load(settings, tmp_path / "clips", "Cork", "Sligo", "Ennis")
    assert rows(f"SELECT count(*) FROM main.article_versions WHERE text LIKE '%{MOTTO}%'") == [(3,)]  # noqa: S608  our own text
    load(settings, tmp_path / "clips", "Tralee")
    assert rows("SELECT text, rule, layer FROM main.removed_blocks WHERE layer = 'learned'") == [
        (MOTTO, "repeated_on_source", "learned")
    ]
    before = rows("SELECT version_id, text_sha256 FROM main.article_versions ORDER BY ALL")
    load(settings, tmp_path / "clips", *list(TOWNS)[:4])  # the same files, written anew
    assert rows("SELECT version_id, text_sha256 FROM main.article_versions ORDER BY ALL") == before
    load(settings, tmp_path / "clips", "Athlone")
    assert rows("SELECT count(*) FROM main.removed_blocks WHERE layer = 'learned'") == [(2,)]
