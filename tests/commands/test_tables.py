"""Tables for people: every figure once, and what belongs to several settings in a table of its own."""

from aemodels.commands.tables import metrics_tables, table


def test_a_table_lines_up():
    lines = table(["what", "value"], [["one", "1.5"], ["thirteen", "22"]]).splitlines()
    assert lines == ["what      value", "--------  -----", "one         1.5", "thirteen     22"]


def test_metrics_of_several_models_share_their_rows():
    text = metrics_tables([("a", {"x": 1.0, "noise": {"g": {"0.5": 2.0}}}), ("b", {"y": 3, "x": 12345.678})])
    assert text.splitlines()[0].split() == ["metric", "a", "b"]
    assert [line.split() for line in text.splitlines()[2:]] == [
        ["x", "1", "1.235e+04"],
        ["noise", "g", "0.5", "2"],
        ["y", "3"],
    ]


def test_figures_by_setting_get_a_table_of_their_own():
    metrics = {"x": 1.0, "many": [1.0, 2.0], "by_beta": {"0.5": {"kl": 3.0, "each": [1.0, 2.25]}, "1": {"kl": 2.0}}}
    first, second = metrics_tables([("m", metrics)]).split("\n\n")
    assert "by_beta" not in first
    assert "many" not in first
    assert second.splitlines()[0] == "m, by beta"
    assert second.splitlines()[1].split() == ["beta", "kl", "each"]
    assert second.splitlines()[3].split() == ["0.5", "3", "1.00", "2.25"]
    assert second.splitlines()[4].split() == ["1", "2"]


def test_what_a_training_found_is_printed_too():
    text = metrics_tables([("m", {"experiment": {"at_once": {"squared_error": 4.5}, "by_stage": {"1": {"a": 1.0}}}})])
    assert "experiment at_once squared_error" in text
    assert "m, by stage" in text
