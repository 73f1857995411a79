"""drawing: strokes come out in MNIST's form."""

import itertools
import time

import numpy as np
import pytest
import torch
from drawn import EVERY, SEVEN, centre, error, line
from hypothesis import given, settings
from hypothesis import strategies as st

from aemodels.data import inking, strokes
from aemodels.drawing import EmptyDrawing, from_strokes, ink

digits = st.sampled_from(EVERY).map(lambda pair: strokes.digit(*pair))


def moved(drawn, scale, shift):
    """The strokes scaled about the middle of the canvas and shifted."""
    return [
        line(*(0.5 + scale * (np.array(stroke["points"]) - 0.5) + shift).tolist(), erase=stroke["erase"])
        for stroke in drawn
    ]


@pytest.mark.parametrize(("label", "style"), EVERY)
def test_strokes_take_mnist_form(label, style):
    x = from_strokes(strokes.digit(label, style))
    assert x.shape == (1, 1, 28, 28)
    assert x.dtype == torch.float32
    assert x.min() >= 0
    assert 0.9 < x.max() <= 1
    assert centre(x) == pytest.approx((14, 14), abs=0.1)  # index coordinates, as MNIST's training images
    rows, columns = (np.flatnonzero((x[0, 0] > 0.5).any(axis).numpy()) for axis in (1, 0))
    assert 18 <= max(np.ptp(rows), np.ptp(columns)) + 1 <= 21  # a box of 20, not aligned with the pixels


@settings(deadline=None, max_examples=40)
@given(digits, st.floats(0.1, 1.3), st.floats(-0.05, 0.05), st.floats(-0.05, 0.05))
def test_place_and_size_on_the_canvas_do_not_matter(drawn, scale, right, down):
    assert torch.allclose(from_strokes(moved(drawn, scale, (right, down))), from_strokes(drawn), atol=1e-4)


@settings(deadline=None, max_examples=40)
@given(digits, st.integers(1, 4), st.data())
def test_splitting_and_doubling_points_does_not_matter(drawn, parts, data):
    split = []
    for stroke in drawn:
        points = np.array(stroke["points"])
        between = [a + (b - a) * k / parts for a, b in itertools.pairwise(points) for k in range(parts)]
        again = data.draw(st.integers(0, len(between) - 1))
        split.append(line(*np.array([*between[: again + 1], *between[again:], points[-1]]).tolist()))
    assert torch.allclose(from_strokes(split), from_strokes(drawn), atol=1e-4)


@settings(deadline=None, max_examples=20)
@given(digits, st.randoms(use_true_random=False))
def test_order_and_direction_of_inking_do_not_matter(drawn, random):
    other = [line(*stroke["points"][::-1]) for stroke in drawn]
    random.shuffle(other)
    assert torch.allclose(from_strokes(other), from_strokes(drawn), atol=1e-5)


def test_coverage_is_the_distance_to_the_nearest_piece():
    lines = [np.random.default_rng(0).uniform(-5, 33, (count, 2)) for count in (1, 2, 9)]
    for radius in (0.4, 1.2, 6.0, 50.0):
        assert np.allclose(inking.coverage(lines, 1.0, 0.0, radius, 28), plainly_covered(lines, radius), atol=1e-9)


def plainly_covered(lines, radius):
    x, y = np.meshgrid(np.arange(28) + 0.5, np.arange(28) + 0.5)
    cover = np.zeros((28, 28))
    for points in lines:
        for a, b in itertools.pairwise(points) if len(points) > 1 else [(points[0], points[0])]:
            along = np.clip(((x - a[0]) * (b - a)[0] + (y - a[1]) * (b - a)[1]) / max((b - a) @ (b - a), 1e-12), 0, 1)
            distance = np.hypot(x - a[0] - along * (b - a)[0], y - a[1] - along * (b - a)[1])
            cover = np.maximum(cover, np.clip(radius + 0.5 - distance, 0, 1))
    return cover


@pytest.mark.parametrize("spread", [0.0, 0.002, 0.005])
def test_a_dot_is_a_drawing_and_stays_a_dot(spread):
    x = from_strokes([line((0.9, 0.1), (0.9 + spread, 0.1), (0.9, 0.1 + spread))])
    assert 3 < x.sum() < 16
    assert centre(x) == pytest.approx((14, 14), abs=0.05)


def test_a_long_tail_stays_in_the_frame():
    blob = [(0.1 + 0.002 * (k % 40), 0.1 + 0.01 * (k % 7)) for k in range(200)]
    drawn = [line(*blob), line((0.1, 0.1), (0.95, 0.95))]
    share = 17.6 / 28 / 0.85
    whole = ink(moved(drawn, share, (0.5 - 0.525) * share))
    assert from_strokes(drawn).sum() == pytest.approx(whole.sum().item(), rel=0.01)


@pytest.mark.parametrize("nothing", [[], [line()], [line((0.1, 0.1), (0.9, 0.9), erase=True)]])
def test_no_ink_is_empty(nothing):
    with pytest.raises(EmptyDrawing):
        from_strokes(nothing)


def test_everything_erased_is_empty():
    with pytest.raises(EmptyDrawing):
        from_strokes([line((0.3, 0.3), (0.7, 0.7)), line((0.3, 0.3), (0.7, 0.7), erase=True)])


def test_erasing_takes_away_only_what_came_before():
    stem, bar = line((0.5, 0.1), (0.5, 0.9)), line((0.2, 0.5), (0.8, 0.5))
    rub = line((0.2, 0.5), (0.8, 0.5), erase=True)
    gap, crossed = from_strokes([stem, rub]), from_strokes([stem, rub, bar])
    assert gap[0, 0, 14, 14] < 0.1
    assert gap[0, 0, 8, 14] > 0.9
    assert crossed[0, 0, 14].gt(0.9).sum() > 10
    assert torch.equal(from_strokes([rub, stem]), from_strokes([stem]))


def test_erased_ink_counts_neither_for_size_nor_for_place():
    slip = [line((0.02, 0.98), (0.1, 0.98)), line((0.0, 0.98), (0.14, 0.98), erase=True)]
    assert error(from_strokes(slip + SEVEN), from_strokes(SEVEN)) < 1e-6
    assert error(from_strokes([slip[0], *SEVEN, slip[1]]), from_strokes(SEVEN)) < 1e-2


def test_the_eraser_scales_with_the_drawing():
    drawn = [line((0.2, 0.2), (0.8, 0.8), (0.2, 0.8)), line((0.5, 0.5), (0.5, 0.55), erase=True)]
    half = from_strokes(moved(drawn, 0.5, (0.1, 0.0)), eraser=0.04)
    assert error(half, from_strokes(drawn, eraser=0.08)) < 0.3


def test_ink_leaves_strokes_where_they_are():
    x = ink([line((0.25, 0.25), (0.25, 0.75))])
    assert x.shape == (1, 1, 28, 28)
    assert x.dtype == torch.float32
    assert centre(x) == pytest.approx((6.5, 13.5), abs=1e-4)
    assert ink([]).sum() == 0


def test_ink_draws_and_erases_on_top_of_an_image():
    base = torch.rand(1, 1, 28, 28, generator=torch.Generator().manual_seed(0))
    kept = base.clone()
    drawn = ink([line((0.2, 0.2), (0.8, 0.2)), line((0.2, 0.8), (0.8, 0.8), erase=True)], onto=base)
    assert torch.equal(base, kept)
    assert torch.allclose(ink([], onto=base), base)
    assert (drawn[0, 0, 5, 8:20] == 1).all()
    assert (drawn[0, 0, 22, 8:20] < 0.7).all()
    assert torch.allclose(drawn[0, 0, 10:18], base[0, 0, 10:18])
    with pytest.raises(ValueError, match="onto"):
        ink([], onto=torch.zeros(28, 28))


@pytest.mark.parametrize("sizes", [{"pen": 0}, {"pen": 30}, {"eraser": 0}, {"eraser": float("nan")}])
def test_impossible_pens_are_refused(sizes):
    with pytest.raises(ValueError, match="pen must be"):
        from_strokes(SEVEN, **sizes)


def test_a_drawing_takes_about_a_millisecond():
    angle, t = np.linspace(0, 6, 60), np.linspace(0, 1, 4000)
    rings = [np.stack([0.5 + 0.3 * np.cos(angle + k), 0.3 + 0.2 * k + 0.1 * np.sin(angle)], 1) for k in range(3)]
    spiral = np.stack([0.5 + 0.4 * t * np.cos(70 * t), 0.5 + 0.4 * t * np.sin(70 * t)], 1)
    # 0.0005 s and 0.01 s measured, with room for a busy machine
    assert quickest([line(*ring.tolist()) for ring in rings]) < 0.006
    assert quickest([line(*spiral.tolist())]) < 0.1


def quickest(drawn, times=7):
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        from_strokes(drawn)
        taken.append(time.perf_counter() - start)
    return min(taken)
