"""What happens to components on a busy machine and when the server is renewed: cleanups too early, newer scripts."""

import re

import pytest
from browser_part import PLACES, scripts_for, text_of

from aemodels.ui.shared import modules

ENTRIES = {name: script.decode() for name, script in modules.SCRIPTS.items() if b"export default" in script}

# A component, called as Streamlit calls it, with data of no account, in a shadow root of its own.
CALL = """async (folder) => {
  const part = (await import(`${folder}/pages/pretraining/stages/rows.js`)).default;
  const host = document.body.appendChild(document.createElement('div')), root = host.attachShadow({mode: 'open'});
  const cleanup = part({parentElement: root, data: [[]]});
  const before = root.innerHTML;
  cleanup();
  const early = root.innerHTML;
  host.remove();
  cleanup();
  return [before, early, root.innerHTML];
}"""
# Two parts of one kind by their scripts' versions, the newer one in the place of the older. Streamlit forgets the older
# one's cleanup. What the window is asked to hear, and to hear no more, tells what the older one has left behind.
RENEW = """async ([older, newer, name, html, data]) => {
  const heard = [], add = window.addEventListener, remove = window.removeEventListener;
  const host = document.body.appendChild(document.createElement('div')), root = host.attachShadow({mode: 'open'});
  root.innerHTML = html;
  const said = () => null;
  const stand = async (folder) => {
    const part = (await import(`${folder}/${name}.js`)).default;
    part({parentElement: root, data: [data], setStateValue: said, setTriggerValue: said});
    return root.querySelectorAll('*').length;
  };
  window.addEventListener = (kind, take, ...rest) => (heard.push(take), add.call(window, kind, take, ...rest));
  const first = await stand(older), olds = heard.splice(0);
  window.removeEventListener = (kind, take, ...rest) => {
    if (olds.includes(take)) olds.splice(olds.indexOf(take), 1);
    remove.call(window, kind, take, ...rest);
  };
  const again = await stand(older), second = await stand(newer);
  return [first, again, second, olds.length, heard.length];
}"""
CANVAS = {"revision": 0, "strokes": [], "picture": None, "pen": 2.4, "pens": [1.2, 4.0], "animate": False}
RIDDLE = {"revealed": [24], "number": 1, "guess": None, "seeds": 9, "mystery": True}


@pytest.mark.browser
def test_a_cleanup_that_comes_too_early_leaves_the_part_standing(window):
    before, early, gone = window.evaluate(CALL, scripts_for(window))
    assert before
    assert early == before
    assert gone == ""


@pytest.mark.browser
@pytest.mark.parametrize(("name", "data"), [("canvas", CANVAS), ("riddle", RIDDLE)])
def test_a_newer_script_takes_the_place_of_an_older_one(window, name, data):
    folders = [scripts_for(window, version) for version in ("older", "newer")]
    asked = [*folders, PLACES[name], text_of(f"{PLACES[name]}.html"), data]
    first, again, second, left, heard = window.evaluate(RENEW, asked)
    assert first == again == second
    assert left == 0
    assert heard > 0


@pytest.mark.parametrize("name", ENTRIES)
def test_no_component_tears_itself_down_unasked(name):
    entry = ENTRIES[name].partition("export default")[2].partition("\n}\n")[0]
    assert not re.search(r"return \(\) =>", entry)
