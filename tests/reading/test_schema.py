"""The schema, as editors get it."""

import json
from pathlib import Path

import pytest

from afterview.reading.schema import FORMS, json_schemas

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "schema"


def test_every_field_of_every_file_is_described():
    for name, schema in json_schemas().items():
        for part in schema["$defs"].values():
            for key, field in part.get("properties", {}).items():
                assert field.get("description"), (name, key)


@pytest.mark.parametrize("name", sorted(FORMS))
def test_the_schemas_in_the_docs_are_golden(name, update_golden):
    text = json.dumps(json_schemas()[name], indent=2) + "\n"
    file = FOLDER / f"{name}.json"
    if update_golden:
        FOLDER.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    else:
        assert file.read_text(encoding="utf-8") == text


def test_keys_are_as_people_write_them():
    interview = json_schemas()["interview"]["$defs"]["InterviewFields"]
    assert {"self", "ratings", "outcomes"} <= set(interview["properties"])
    assert set(interview["required"]) == {"title", "date", "kind"}
    assert json_schemas()["note"]["$defs"]["NoteFields"]["required"] == ["from", "date"]
