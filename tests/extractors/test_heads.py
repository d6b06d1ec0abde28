"""What stands above an article: the site's name is no title, and one line may name the author and the date."""

from __future__ import annotations

import pytest

from extractors import article, titles
from extractors.records import Reading
from tests.extractors import page


@pytest.mark.parametrize(
    ("title", "top"),
    [
        ("The Valley Echo", '<a href="index.html">The Valley Echo</a>'),
        ("The Valley Echo - Mayor opens the new bridge", '<a href="/"><b>THE VALLEY ECHO</b></a>'),
        ("Mayor opens the new bridge - The Valley Echo", '<a href="/"><img src="l.png" alt="The Valley Echo"></a>'),
        ("The Valley Echo: Mayor opens the new bridge", '<a href="https://valley.example/">The Valley Echo</a>'),
        ("Tale Echo | Mayor opens the new bridge", '<a href="./" title="Tale Echo">home</a>'),
        ("Startseite", '<a href="/index.php">Startseite</a>'),
    ],
)
def test_the_site_s_name_is_no_title_nor_part_of_one(title: str, top: str) -> None:
    heading = "h2" if "Mayor" in title else "h1"
    text = "The bridge over the river was opened on Friday by the mayor, who had promised it for years. " * 4
    html = f"<html><head><title>{title}</title></head><body>{top}<{heading}>Mayor opens the new bridge</{heading}>"
    found = article.read(page.of(f"{html}<p>{text}</p></body></html>", url="https://valley.example/bridge.html"))
    assert isinstance(found, Reading)
    assert found.article.title == "Mayor opens the new bridge"


@pytest.mark.parametrize(
    ("line", "author", "day"),
    [
        ("Friday, 20 November 2026 - by Harriet Colvin", "Harriet Colvin", "2026-11-20"),
        ("From our correspondent ALEXIA VENTOURIS in Ierapetra", "Alexia Ventouris", None),
        ("Von unserer Korrespondentin Petra Halm aus Athen", "Petra Halm", None),
        ("Dal nostro inviato Marco Bianchi a Roma", "Marco Bianchi", None),
        ("19.11.2026 | Kultur | Annegret Feilen", "Annegret Feilen", "2026-11-19"),
        ("Politik / 19.11.2026 / Von Hans Gruber", "Hans Gruber", "2026-11-19"),
        ("By Anna Reed | Published Nov 19, 2026 | 4 min read", "Anna Reed", "2026-11-19"),
        ("Publié le 18 novembre 2026 à 09h30 | Temps de lecture : 2 min.", None, "2026-11-18"),
        ("Publicado el 18 de noviembre de 2026 por Juan Pérez", "Juan Pérez", "2026-11-18"),
        ("18/11/2026 - 14:20 | Por María López", "María López", "2026-11-18"),
        ("Door Piet de Vries, 19 november 2026 om 14:05", "Piet de Vries", "2026-11-19"),
        ("Nov 19, 2026 | World | New York", None, "2026-11-19"),
    ],
)
@pytest.mark.parametrize("markup", [True, False])
def test_a_line_above_the_text_gives_author_and_date(
    line: str, author: str | None, day: str | None, *, markup: bool
) -> None:
    lead = "The bridge over the river was opened on Friday by the mayor, who had promised it to the town for years."
    texts = ("Mayor opens the new bridge", line, lead, lead.replace("opened", "shut"), lead.replace("mayor", "king"))
    marked = f"<h1>{texts[0]}</h1>" + "".join(f"<p>{text}</p>" for text in texts[1:])
    body = f"<html><body><article>{marked}</article></body></html>" if markup else "\n\n".join(texts)
    found = article.read(page.of(body, content_type="text/html" if markup else "text/plain"))
    assert isinstance(found, Reading)
    assert (found.article.author, found.version.text) == (author, "\n\n".join(texts[2:]))
    assert (found.article.published_at and found.article.published_at.date().isoformat()) == day


def test_a_sub_heading_that_opens_a_part_of_the_text_is_kept() -> None:
    paragraphs = [
        f"<p>{subject} had been closed for years before the mayor opened it to the town on Friday, in the rain.</p>"
        for subject in ("The bridge", "The quay", "The tower", "The market", "The school", "The mill")
    ]
    parts = "".join(
        f'<div class="c-part">{heading}{first}{second}</div><div class="c-ad"><div>Story continues below</div></div>'
        for heading, first, second in (
            ("", *paragraphs[:2]),
            ("<h2>What lies below</h2>", *paragraphs[2:4]),
            ("<h3>Who will pay</h3>", *paragraphs[4:]),
        )
    )
    html = f"<html><body><h1>Mayor opens the new bridge</h1><div>{parts}</div></body></html>"
    found = article.read(page.of(html, url="https://valley.example/bridge.html"))
    assert isinstance(found, Reading)
    blocks = found.version.text.split("\n\n")
    assert [blocks.index("What lies below"), blocks.index("Who will pay")] == [2, 5]


@pytest.mark.parametrize(
    ("lead", "title"),
    [
        ("Berlin. In Berlin brennen zwei Masten. Zehntausende sind ohne Strom.", "In Berlin brennen zwei Masten"),
        ("New York. The council met on Friday. It voted for the wall.", "The council met on Friday"),
        ("BHOPAL: The province reports more cases than any other.", "The province reports more cases than any other"),
        ("LISBON, Nov 19 (MPA) - Forty-one governments agreed on a pause.", "Forty-one governments agreed on a pause"),
        ("Nendeln, 27.6.2025 – Der Verein hat gewählt. Er ist neu.", "Der Verein hat gewählt"),  # noqa: RUF001  a dash is meant
        ("It opened on May 1, 1923. Capacity at the time: 75,000.", "It opened on May 1, 1923"),
        ("Am 3. Mai wird gewählt. Danach nicht mehr.", "Am 3. Mai wird gewählt"),
        ("The mayor said: NOBODY: not one. He left.", "The mayor said: NOBODY: not one"),
        ("Paris.", "Paris"),
    ],
)
def test_a_title_from_a_lead_says_something(lead: str, title: str) -> None:
    assert titles.of_sentence(lead) == title
