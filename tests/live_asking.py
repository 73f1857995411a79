"""Questions to the door, for its tests."""

import msgspec

JSON = {"content-type": "application/json"}
HERE = JSON | {"origin": "http://testserver"}
ASKED = {"drawing": {"strokes": [{"points": [[0.1, 0.2], [0.3, 0.4]]}], "pen": 2.4}, "networks": ["ae"]}


def post(client, content, path="/count", headers=HERE):
    """What a route answers to a question, or to bytes, of the app's own page."""
    body = content if isinstance(content, bytes) else msgspec.json.encode(content)
    return client.post(path, content=body, headers=headers)


def expect_refusal(answer, status):
    """The sentence of an answer that is a refusal with this status."""
    assert answer.status_code == status
    assert set(answer.json()) == {"message"}
    message = answer.json()["message"]
    assert message.endswith(".")
    assert len(message) < 150
    return message
