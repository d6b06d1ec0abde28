# ruff: noqa: E501, RUF001  texts stand in one piece; Japanese and Chinese punctuation is meant
"""Stories of languages without any model, from terms alone: two look-alike accidents and more, told twice each."""

from __future__ import annotations

import pytest

from extractors import stories
from tests.extractors.documents import NOON, document
from tests.extractors.test_stories import groups

REPORTS = {
    "de": [
        (
            "a",
            "Zug entgleist bei Altenfeld",
            "Bei Altenfeld ist am Montag ein Regionalzug entgleist. Zwölf Menschen wurden verletzt, sagte die Polizei. Die Bahn sperrte die Strecke nach Sund.",
        ),
        (
            "a",
            "Zwölf Verletzte bei Zugunglück in Altenfeld",
            "Nach der Entgleisung eines Regionalzugs in Altenfeld sind zwölf Verletzte im Krankenhaus. Die Strecke nach Sund bleibt gesperrt, teilte die Bahn mit.",
        ),
        (
            "b",
            "Zug rammt Lastwagen in Norheim",
            "In Norheim hat ein Güterzug einen Lastwagen auf einem Bahnübergang gerammt. Der Fahrer konnte sich retten. Die Schranke war offen, sagte ein Zeuge.",
        ),
        (
            "b",
            "Lastwagen auf Bahnübergang in Norheim gerammt",
            "Ein Güterzug stieß in Norheim mit einem Lastwagen zusammen, weil die Schranke offen stand. Der Fahrer blieb unverletzt.",
        ),
        (
            "c",
            "Rente: Kabinett beschließt Reform",
            "Das Kabinett hat die Rentenreform von Minister Tannert beschlossen. Die Beiträge steigen ab Januar. Die Opposition kündigte Widerstand an.",
        ),
        (
            "c",
            "Tannerts Rentenreform nimmt erste Hürde",
            "Die Regierung billigte die Reform der Rente. Minister Tannert verteidigte höhere Beiträge ab Januar gegen die Opposition.",
        ),
        (
            "d",
            "Frühling: Die ersten Störche sind da",
            "Im Moor bei Lindau sind die ersten Störche gelandet. Naturschützer zählen zwanzig Paare.",
        ),
    ],
    "fr": [
        (
            "a",
            "Un train déraille près de Valmont",
            "Un train régional a déraillé lundi près de Valmont. Douze personnes ont été blessées, selon la police. La ligne vers Sund est fermée.",
        ),
        (
            "a",
            "Douze blessés dans un déraillement à Valmont",
            "Le déraillement du train régional à Valmont a fait douze blessés. La ligne de Sund reste fermée, selon les chemins de fer.",
        ),
        (
            "b",
            "Un train percute un camion à Norville",
            "À Norville, un train de marchandises a percuté un camion sur un passage à niveau. Le chauffeur est indemne. La barrière était ouverte.",
        ),
        (
            "b",
            "Collision entre un train et un camion à Norville",
            "La barrière du passage à niveau de Norville était ouverte quand le train de marchandises a heurté le camion, dont le chauffeur est sauf.",
        ),
        (
            "c",
            "Retraites : le gouvernement adopte la réforme",
            "Le gouvernement a adopté la réforme des retraites du ministre Tannert. Les cotisations augmenteront en janvier. L'opposition proteste.",
        ),
        (
            "c",
            "La réforme des retraites de Tannert adoptée",
            "Les cotisations vont augmenter en janvier avec la réforme des retraites, que le ministre Tannert a défendue face à l'opposition.",
        ),
    ],
    "ja": [
        (
            "a",
            "北町で列車が脱線",
            "月曜日、北町の近くで普通列車が脱線し、乗客十二人がけがをした。警察によると、南港へ向かう線路は閉鎖されている。",
        ),
        (
            "a",
            "北町の脱線事故で十二人けが",
            "北町で起きた普通列車の脱線事故で、乗客十二人がけがをして病院に運ばれた。南港への線路は閉鎖が続いている。",
        ),
        (
            "b",
            "西村の踏切で貨物列車がトラックと衝突",
            "西村の踏切で貨物列車がトラックと衝突した。遮断機は上がったままだったという。運転手は無事だった。",
        ),
        (
            "b",
            "遮断機上がったまま、西村で衝突",
            "貨物列車とトラックが西村の踏切で衝突した事故で、遮断機が上がったままだったことが分かった。運転手にけがはなかった。",
        ),
    ],
    "zh": [
        ("a", "北镇附近列车脱轨", "周一，一列客运列车在北镇附近脱轨，十二名乘客受伤。警方说，通往南港的铁路已经关闭。"),
        (
            "a",
            "北镇列车脱轨事故致十二人受伤",
            "北镇列车脱轨事故造成十二名乘客受伤，伤者已送往医院。通往南港的铁路仍然关闭。",
        ),
        (
            "b",
            "西村道口货运列车撞上卡车",
            "在西村的铁路道口，一列货运列车撞上一辆卡车。目击者说栏杆没有放下。司机没有受伤。",
        ),
        ("b", "栏杆未放下，西村货车相撞", "西村铁路道口货运列车与卡车相撞，原因是栏杆没有放下，司机安然无恙。"),
    ],
}


@pytest.mark.parametrize("language", REPORTS)
def test_reports_of_one_event_join_and_look_alikes_do_not(language: str) -> None:
    reports = REPORTS[language]
    documents = [
        document(f"{event}{n}", text, title=title, language=language) for n, (event, title, text) in enumerate(reports)
    ]
    events = {event: frozenset(d.article_id for d in documents if d.article_id[0] == event) for event, _, _ in reports}
    assert groups(stories.assign(documents, (), now=NOON)) == set(events.values())
