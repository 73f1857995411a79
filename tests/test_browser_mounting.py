"""What Streamlit does to components on a busy machine: a cleanup that comes while the part still stands on the page."""

import re

import pytest
from app_server import ROOT

COMPONENTS = ROOT / "aemodels" / "ui" / "components"
SCRIPTS = sorted(path for path in COMPONENTS.glob("*.js") if path.with_suffix(".py").exists())

# A component's script, called as Streamlit calls it, with data of no account, in a shadow root of its own.
CALL = """async (script) => {
  const url = URL.createObjectURL(new Blob([script], {type: 'text/javascript'}));
  const part = (await import(url)).default;
  const host = document.body.appendChild(document.createElement('div')), root = host.attachShadow({mode: 'open'});
  const cleanup = part({parentElement: root, data: [[]]});
  const before = root.innerHTML;
  cleanup();
  const early = root.innerHTML;
  host.remove();
  cleanup();
  return [before, early, root.innerHTML];
}"""


@pytest.mark.browser
def test_a_cleanup_that_comes_too_early_leaves_the_part_standing(window):
    script = "\n".join((COMPONENTS / f"{name}.js").read_text() for name in ("mounting", "pictures", "rows"))
    before, early, gone = window.evaluate(CALL, script)
    assert before
    assert early == before
    assert gone == ""


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_no_component_tears_itself_down_unasked(path):
    entry = path.read_text().partition("export default")[2].partition("\n}\n")[0]
    assert not re.search(r"return \(\) =>", entry)
