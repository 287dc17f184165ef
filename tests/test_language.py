"""The glossary tells the truth about the code."""

from pathlib import Path

from aggregates.account import ROLES
from eventstore.registry import FORMS

PAGE = (Path(__file__).parents[1] / "docs" / "language.md").read_text("utf-8")


def test_every_event_stands_in_the_glossary_under_its_topic_and_label() -> None:
    written = {line for line in PAGE.splitlines() if line.startswith("| `")}

    for topic, form in FORMS.items():
        meaning = (form.event.__doc__ or "").splitlines()[0]
        assert f"| `{topic}` | {form.event.LABEL} | {meaning} |" in written

    assert len(written) == len(FORMS)


def test_no_two_topics_share_a_label() -> None:
    labels = [form.event.LABEL for form in FORMS.values()]

    assert len(labels) == len(set(labels))


def test_every_role_stands_in_the_glossary() -> None:
    for role, words in ROLES.items():
        assert role in PAGE
        assert words.removeprefix("承办单位") in PAGE
