"""What sites put around and below an article in plain text: each line goes, with its rule; the article stays."""

from __future__ import annotations

import pytest

from extractors import article
from extractors.records import Reading
from tests.extractors import page

TITLE = "Harbour wall of Eastmere to be rebuilt before winter"
PROSE = (
    "The council of Eastmere voted on Monday to rebuild the old harbour wall before the winter storms set in.",
    "Engineers had warned that the stones were moving. The work will cost four million crowns, said the province.",
    "“We shall not wait for the next flood,” said the mayor, Oda Brandt, who had opposed an earlier plan for the quay.",
    "A first section is to be finished by November, and the rest by the spring of the year that follows.",
)


def read(*paragraphs: str) -> Reading:
    found = article.read(page.of("\n\n".join((TITLE, *paragraphs)), content_type="text/plain"))
    assert isinstance(found, Reading)
    return found


def assert_removed(found: Reading, line: str, *, count: int = 2) -> None:
    assert found.version.text.split("\n\n") == list(PROSE)
    assert line in [one.text for one in found.removed]
    assert len(found.removed) == count


@pytest.mark.parametrize(
    "line",
    [
        "Share.",
        "Facebook Twitter LinkedIn WhatsApp Email",
        "Facebook | X | WhatsApp | Telegram | Copy Link",
        "FacebookTwitterPinterestWhatsApp",
        "Facebook X (Twitter) Pinterest LinkedIn Tumblr Reddit VKontakte",
        "Artikel teilen: Facebook, X, WhatsApp",
        "Partager : Facebook, X, Courriel",
        "Compartir: Facebook Twitter WhatsApp",
        "Condividi su Facebook",
        "Udostępnij na Facebook",
        "Поделиться в Телеграм, Вконтакте, WhatsApp",
        "Copy Link Link Copied",
        "Print this page",
        "Diesen Artikel drucken",
        "Imprimer cet article",
        "Imprimir esta noticia",
        "Bookmark this article",
        "1,204 Views",
        "Post Views: 98",
        "👁 1.2K",
        "3,451 people have read this article",
        "Aufrufe: 1.234",
        "512 vues",
        "1.234 lecturas",
        "ADVERTISEMENT - CONTINUE READING BELOW",
        "Get the app",
        "Download the Eastmere Post app for iOS and Android",
        "Exit mobile version",
        "Quitter la version mobile",
        "Salir de la versión móvil",
        "Mobile Version verlassen",
    ],
)
def test_furniture_between_paragraphs_goes(line: str) -> None:
    assert_removed(read(*PROSE[:2], line, *PROSE[2:]), line)
    assert_removed(read(*PROSE, line), line)


@pytest.mark.parametrize(
    "line",
    [
        "Follow Meridian Daily",
        "Follow on Google News",
        "Folgen Sie der Elbe-Post",
        "Suivez La Gazette du Quai",
        "Sigue a El Faro de Ostmar",
        "Meridian Daily Editor",
        "Senior Editor, Coastal News",
        "The Coastal News Editorial Team",
        "Chefredakteur",
        "Redaktion Elbe-Post",
        "La rédaction",
        "Redacción El Faro",
        "Related: Harbour master resigns",
        "Tags: harbour, council",
        "Leave a comment",
        "Schreibe einen Kommentar",
        "Next Article",
        "Previous article: Harbour master resigns",
        "Next: Ten harbours to see →",
        "Nächster Beitrag: Zehn Häfen",
        "Article suivant : Dix ports à voir",
        "Artículo siguiente: Diez puertos",
        "View all posts by Anna Reed",
        "Alle Artikel von Anna Reed",
        "Tous les articles de Anna Reed",
        "Todos los artículos de Anna Reed",
    ],
)
def test_a_line_behind_the_article_goes(line: str) -> None:
    assert_removed(read(*PROSE, line), line)


@pytest.mark.parametrize(
    "text",
    [
        "As the News Editor at Coast Daily, I oversee what we say of Europe. My aim is to bring readers clear stories.",
        "Hi, I'm Clara, and I run the foreign desk at Coastline Now. I love long trains and stories nobody else tells.",
        "My job at the Northern Ledger is to make sure that every story we publish is accurate, fair and short.",
        "At Sunrise News, we are committed to bringing you accurate and timely coverage of events around the world.",
        "Our editorial team works around the clock to bring you the stories that matter, with integrity and care.",
        "Passionate about storytelling, Mia Torres brings a fresh perspective to the newsroom, where she covers art.",
        "A seasoned journalist with ten years of experience, John Doe has covered wars and elections for the Ledger.",
        "Sarah Kline leads the business desk at The Harbour Post, where she oversees coverage of markets.",
        "Anna Reed joined the Eastmere Post in 2019 after studying journalism and now reports on the sea.",
        "Northern Ledger is an independent news outlet that covers politics and culture for readers across the north.",
        "Als Redakteurin der Elbe-Post verantworte ich die Seite Europa. Mein Ziel sind verlässliche Geschichten.",
        "Seit zwölf Jahren berichte ich für die Elbe-Post über Politik. Guter Journalismus beginnt mit Zuhören.",
        "En tant que rédactrice en chef, je supervise notre couverture. Mon but est d’offrir aux lecteurs du vrai.",  # noqa: RUF001  the typographic apostrophe is meant
        "Notre rédaction s’engage à offrir à nos lecteurs une information fiable et vérifiée chaque jour.",  # noqa: RUF001  the typographic apostrophe is meant
        "Como editora de El Faro, superviso nuestra cobertura. Mi objetivo es ofrecer a los lectores historias claras.",
        "As a contributing writer for Delta Dispatch, I explore how rivers shape cities. When I am not writing, I row.",
        "Our mission at Delta Dispatch is simple: honest news, told quickly, for people who care about the river.",
        "With a background in economics and a love for storytelling, Ravi Menon writes about money for Delta Dispatch.",
        "Lena Ort ist Politikredakteurin der Deltapost. Zuvor arbeitete sie beim Buchtkurier.",
        "Journaliste depuis dix ans, Lena Ort couvre la politique pour La Dépêche du Delta.",
        "Soy periodista de El Faro y escribo sobre puertos, barcos y todo lo que flota.",
    ],
)
def test_what_authors_say_of_themselves_goes(text: str) -> None:
    assert_removed(read(*PROSE, "Coast Daily Editor", text, "Exit mobile version"), text, count=4)


@pytest.mark.parametrize(
    "text",
    [
        "“As the editor at the Harbour Daily, I saw the wall fall,” said Tom Hale, who has written to the council.",
        "I have lived in Eastmere for forty years, and I have never seen the sea so angry as on that night in March.",
        "We must rebuild the wall now, and our children will thank us for it when the next storm comes.",
        "The editor of the Harbour Daily, who lost his house, has written to the king and received no answer.",
        "Follow the Money was the name of the campaign that forced the council to publish its books.",
        "As the leader of the opposition, she has promised to reopen the case if she wins the election in May.",
        "Mr Hale, a former journalist, was elected to the council in 2019 and has voted against the wall three times.",
        "The newspaper of Eastmere reported on Sunday that its reporters had been barred from the meeting.",
        "Wir müssen die Mauer jetzt bauen, und unsere Kinder werden es uns danken, sagte sie am Ende.",
        "La rédaction du journal local avait été inondée, et les journalistes travaillent depuis dans un garage.",
        "El periodista Juan Pérez, que vive junto al puerto, perdió su casa en marzo y ha denunciado al ayuntamiento.",
    ],
)
def test_the_article_s_own_last_words_stay(text: str) -> None:
    assert read(*PROSE, text).version.text.split("\n\n") == [*PROSE, text]
    assert read(*PROSE[:2], text, *PROSE[2:]).version.text.split("\n\n") == [*PROSE[:2], text, *PROSE[2:]]


def test_an_article_about_the_press_keeps_its_end() -> None:
    about = (
        "The journalists of the newspaper had asked their readers whether the newsroom should publish the story.",
        "Editors and reporters argued for a week over the articles, the headlines and the coverage of the trial.",
        *PROSE[2:],
        "The Harbour Post is an independent newspaper that covers the coast and has 40,000 readers.",
    )
    assert read(*about).version.text.split("\n\n") == list(about)


def test_a_heading_that_heads_nothing_goes() -> None:
    found = read(*PROSE, "## More from the coast")
    assert_removed(found, "More from the coast")


@pytest.mark.parametrize(
    ("paragraph", "trailer"),
    [
        (PROSE[3], "(Reporting by Paulo Reis in Lisbon; editing by Greta Lindqvist)"),
        (PROSE[3], "(Additional reporting by Anna Reed and Tom Hale)"),
        (PROSE[3], "Reporting by Anna Reed; Editing by Tom Hale"),
        (PROSE[3], "(Berichtet von Jonas Pohl in Berlin; redigiert von Mia Holm)"),
        (PROSE[3], "(Reportage de Luc Petit, édité par Anne Roux)"),
        (PROSE[3], "(Reporte de Ana Ruiz; editado por Luis Sanz)"),
        (PROSE[3], "(Scritto da Marco Bianchi)"),
    ],
)
def test_what_an_agency_puts_behind_the_last_sentence_goes(paragraph: str, trailer: str) -> None:
    assert_removed(read(*PROSE[:3], f"{paragraph} {trailer}"), trailer)


@pytest.mark.parametrize(
    "line",
    [
        "Residents outside the old quarter of Eastmere on Monday. (Photo: Sentinel)",
        "Fischer am Kai von Ostmeer, wo die Mauer brüchig ist. (Foto: Elbe-Post/Holm)",
        "Des pêcheurs sur le quai d'Ostmer, lundi matin. Photo : Luc Petit/La Gazette",
        "Pescadores en el muelle de Ostmar, el lunes por la mañana. (Imagen: El Faro)",
        "The wall at high tide, seen from the tower of the church. Credit: Anna Reed / Post",
    ],
)
def test_a_caption_with_its_credit_goes(line: str) -> None:
    assert_removed(read(line, *PROSE), line)
    assert_removed(read(*PROSE[:2], line, *PROSE[2:]), line)


@pytest.mark.parametrize(
    "line",
    [
        "La suite est réservée à ceux qui la lisent. Offrez-vous une presse libre à partir de 1 € par mois.",
        "Guter Journalismus kostet Geld. Testen Sie die Elbe-Post jetzt vier Wochen lang für 1 Euro pro Woche.",
        "Der Rest des Textes ist für Leserinnen und Leser mit Abo. Unterstützen Sie unabhängigen Journalismus.",
        "Enjoying the Post? Support independent journalism. Subscribe from £2 a month and cancel whenever you like.",
        "¿Le gusta El Faro? Apoye el periodismo independiente. Suscríbase desde 3 € al mes.",
        "Ti piace il Faro? Sostieni un giornalismo libero. Abbonati a 2 € al mese.",
    ],
)
def test_an_offer_of_a_subscription_behind_the_article_goes(line: str) -> None:
    assert_removed(read(*PROSE, line), line)


@pytest.mark.parametrize(
    "text",
    [
        "Workers at the harbour get 1,200 crowns a month, the union said, and support the plan of the council.",
        "The rest of the wall is to be paid by the members of the guild, who met on Sunday in the church.",
        "She asked the council to support local journalists who had been locked out of the meeting by the guards.",
        "The report, written by a former mayor (edited by his daughter), will be read in the council in June.",
        "A photo of the wall went round the world, and its credit: a boy of nine, was known to nobody.",
    ],
)
def test_sentences_like_offers_and_credits_stay(text: str) -> None:
    assert read(*PROSE, text).version.text.split("\n\n") == [*PROSE, text]
