from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import boilerplate
from extractors.boilerplate import About, Sifted
from extractors.records import Block

NOTHING = About(title=None, authors=(), dates=(), site_name=None, description=None, language=None)
PROSE = (
    "The council of Eastmere voted on Monday to rebuild the old harbour wall before the winter storms set in.",
    "Engineers had warned for years that the stones were moving, and that a high tide could carry them off.",
    "The work will cost four million crowns, of which the province pays half, the mayor told reporters.",
    "Fishermen who land their catch there doubt that the money will last until the wall is closed again.",
    "A first section is to be finished by November, and the rest by the spring of the year that follows.",
)


def article(*, head: tuple[str, ...] = (), middle: tuple[str, ...] = (), tail: tuple[str, ...] = ()) -> list[Block]:
    texts = (*head, *PROSE[:3], *middle, *PROSE[3:], *tail)
    return [Block(kind="paragraph", text=text) for text in texts]


def rules(sifted: Sifted) -> list[tuple[str, str]]:
    return [(one.rule, one.block.text) for one in sifted.removed]


def remove(blocks: list[Block], **about: object) -> Sifted:
    fields = {"title": None, "authors": (), "dates": (), "site_name": None, "description": None, "language": None}
    return boilerplate.remove(blocks, About(**{**fields, **about}))  # type: ignore[arg-type]  # fields of About


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("share", "Share."),
        ("share", "Teilen"),
        ("share", "Partager cet article"),
        ("share", "Compartir en Facebook"),
        ("share_bar", "Facebook Twitter WhatsApp E-Mail"),
        ("page_furniture", "Exit mobile version"),
        ("advertisement", "ADVERTISEMENT"),
        ("advertisement", "Anzeige"),
        ("reading_time", "4 min read"),
        ("reading_time", "3 Minuten Lesezeit"),
        ("reading_prompt", "Lesen Sie auch: Warum der Hafen so teuer wird"),
        ("reading_prompt", "À lire aussi : Le port d'Eastmere rouvre"),
        ("reading_prompt", "Lea también: El puerto reabre"),
        ("newsletter", "Sign up for our free daily newsletter and never miss a story"),
        ("newsletter", "Abonnieren Sie unseren Newsletter"),
        ("newsletter", "Inscrivez-vous à notre newsletter chaque matin"),
        ("newsletter", "Suscríbete a nuestro boletín"),
        ("paywall", "This article is for subscribers only."),
        ("consent", "Empfohlener redaktioneller Inhalt"),
        ("follow", "Follow her on Twitter @anna_example"),
        ("comments", "Join the conversation"),
        ("comments", "Kommentare"),
        ("copyright", "© 2026 The Eastmere Post. All rights reserved."),
        ("contact", "Do you have a story tip? Contact our newsroom."),
        ("credit", "Photo: Anna Reed/Eastmere Post"),
        ("disclosure", "When you buy through our links we may earn a commission."),
    ],
)
def test_removes_furniture_between_paragraphs(rule: str, line: str) -> None:
    sifted = remove(article(middle=(line,)))
    assert rules(sifted) == [(rule, line)]
    assert [block.text for block in sifted.kept] == list(PROSE)


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("author_bio", "As the News Editor at Harbour Daily, I am dedicated to bringing you the latest stories."),
        ("author_bio", "Anna Reed is a senior reporter at the Eastmere Post covering the sea."),
        ("author_bio", "Anna Reed ist Redakteurin im Ressort Küste."),
        ("agency_trailer", "With inputs from agencies"),
        ("agency_trailer", "Reporting by Anna Reed; editing by Tom Hale"),
        ("agency_trailer", "mit dpa"),
        ("agency_trailer", "Avec AFP"),
        ("contact_line", "E-Mail: redaktion@eastmere.example"),
        ("tags", "Tags: harbour, council, storms"),
    ],
)
def test_removes_trailers_at_the_tail_and_nowhere_else(rule: str, line: str) -> None:
    assert rules(remove(article(tail=(line,)))) == [(rule, line)]
    many = [Block(kind="paragraph", text=text) for text in (*PROSE, line, *PROSE)]
    assert rules(remove(many)) == []


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("byline", "By Anna Reed"),
        ("byline", "Von Anna Reed, Eastmere"),
        ("byline", "Por María de la Cruz y Juan Pérez"),
        ("date_line", "Published: 18 February 2025, 14:05 GMT"),
        ("date_line", "18. Februar 2025"),
        ("date_line", "Updated 3 hours ago"),
    ],
)
def test_removes_bylines_and_dates_at_the_head(rule: str, line: str) -> None:
    assert rules(remove(article(head=(line,)))) == [(rule, line)]


def test_knows_the_title_the_authors_and_the_site_of_the_article() -> None:
    head = [
        Block(kind="heading", text="Harbour | Eastmere rebuilds its wall"),
        Block(kind="paragraph", text="Anna Reed, Eastmere Post"),
    ]
    tail = [Block(kind="paragraph", text="Anna Reed joined the paper in 2019 and lives by the sea with two dogs.")]
    sifted = remove(
        [*head, *article(), *tail],
        title="Eastmere rebuilds its wall",
        authors=("Anna Reed",),
        site_name="Eastmere Post",
    )
    assert [rule for rule, _ in rules(sifted)] == ["title_repeated", "byline", "author_bio"]


def test_a_list_of_sub_headings_goes_and_the_headings_stay() -> None:
    items = [Block(kind="list_item", text=text) for text in ("The vote", "The money")]
    body = [
        Block(kind="heading", text="The vote"),
        Block(kind="paragraph", text=PROSE[0]),
        Block(kind="heading", text="The money"),
        Block(kind="paragraph", text=PROSE[2]),
    ]
    sifted = remove([Block(kind="paragraph", text="Article Subheadings"), *items, *body])
    assert [rule for rule, _ in rules(sifted)] == ["contents"] * 3
    assert list(sifted.kept) == body


def test_an_ordinary_list_stays() -> None:
    items = [Block(kind="list_item", text=text) for text in ("Facebook", "Share prices", "More")]
    assert remove([*article(), *items[:2], *article()]).removed == ()


def test_links_behind_a_label_go_with_it() -> None:
    label = Block(kind="heading", text="Read more")
    links = [Block(kind="heading", text=f"The harbour in storm {number}", link_share=1.0) for number in range(3)]
    sifted = remove([*article(), label, *links, *article()])
    assert [rule for rule, _ in rules(sifted)] == ["reading_prompt", "related", "related", "related"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Share prices fell by four per cent after the vote in Eastmere.",
        "Follow the money, the old mayor used to say, and the harbour will follow.",
        "Read more than one report before you judge the wall, she said.",
        "Anna Reed is a fisherman who has worked at the harbour of Eastmere for forty years.",
        "Comments by the governor made the matter worse.",
        "Print runs of the local paper doubled on the day of the vote.",
        "Copyright law does not protect the plans, the court of Eastmere held.",
        "Photos of the broken wall went around the world within hours.",
        "Sign up sheets hung in every pub along the harbour.",
        "Teilen wollten sich die Gemeinden die Kosten am Ende nicht.",
        "Von Anna Reed hatte im Rathaus bis dahin niemand etwas gehört.",
        "Partager les frais ne plaisait à personne au conseil.",
        "Seguir así no es posible, dijo el alcalde del puerto.",
    ],
)
def test_a_real_sentence_stays_wherever_it_stands(sentence: str) -> None:
    for blocks in (article(head=(sentence,)), article(middle=(sentence,)), article(tail=(sentence,))):
        assert remove(blocks).removed == ()


def test_a_clean_up_that_takes_too_much_undoes_its_weak_rules() -> None:
    prompts = tuple(f"Read more: the harbour wall and the winter storms, part {number}" for number in range(12))
    blocks = [Block(kind="paragraph", text=text) for text in (PROSE[0], *prompts, "Share.")]
    assert rules(remove(blocks)) == [("share", "Share.")]


def test_repeats_of_the_source_go_except_the_lead_and_except_a_page_seen_before() -> None:
    line = "The Eastmere Post was founded by the harbour guild in 1871 and is still printed there."
    repeats = {boilerplate.normalised(line)}
    sifted = boilerplate.remove(article(middle=(line,)), NOTHING, repeats)
    assert [(one.rule, one.layer) for one in sifted.removed] == [("repeated_on_source", "learned")]
    assert boilerplate.remove(article(head=(line,)), NOTHING, repeats).removed == ()
    everything = {boilerplate.normalised(text) for text in PROSE}
    assert boilerplate.remove(article(), NOTHING, everything).removed == ()


def test_text_joins_paragraphs_by_empty_lines_and_list_items_by_lines() -> None:
    kinds = ("paragraph", "list_item", "list_item", "heading", "list_item")
    blocks = [Block(kind=kind, text=str(number)) for number, kind in enumerate(kinds)]
    assert boilerplate.text(blocks) == "0\n\n- 1\n- 2\n\n3\n\n- 4"


texts = st.one_of(
    st.sampled_from(
        [
            *PROSE,
            "Share.",
            "Read more",
            "Related articles",
            "By Anna Reed",
            "18 February 2025",
            "Comments",
            "mit dpa",
            "The vote",
            "Eastmere rebuilds",
            "Facebook Twitter",
            "Anna Reed is a reporter at the Post covering the sea.",
            "Photo: Anna Reed",
        ]
    ),
    st.text(max_size=60),
)
some_blocks = st.lists(
    st.builds(
        Block,
        kind=st.sampled_from(["paragraph", "heading", "list_item", "quote", "table", "caption", "code"]),
        text=texts,
        link_share=st.sampled_from([0.0, 0.6, 1.0]),
    ),
    max_size=25,
)
about = st.builds(
    About,
    title=st.sampled_from([None, "Eastmere rebuilds", "Eastmere rebuilds its wall"]),
    authors=st.sampled_from([(), ("Anna Reed",)]),
    dates=st.just(()),
    site_name=st.sampled_from([None, "The Post"]),
    description=st.none(),
    language=st.none(),
)
known_repeats = st.sets(st.sampled_from([boilerplate.normalised(text) for text in (*PROSE, "Share.", "The vote")]))


@settings(max_examples=150, deadline=None)
@given(blocks=some_blocks, known=about, repeats=known_repeats)
def test_removal_is_idempotent_only_deletes_and_keeps_the_order(
    blocks: list[Block], known: About, repeats: set[str]
) -> None:
    sifted = boilerplate.remove(blocks, known, repeats)
    again = boilerplate.remove(sifted.kept, known, repeats)
    assert again.kept == sifted.kept
    assert again.removed == ()
    for part in (sifted.kept, [one.block for one in sifted.removed]):
        rest = iter(blocks)
        assert all(any(block is one for one in rest) for block in part)
    assert len(sifted.kept) + len(sifted.removed) == len(blocks)
