"""Every text on every background reaches WCAG 2.1 AA, and colour never speaks alone."""

import pytest

from dashboards.components import palette

AA_TEXT = 4.5
AA_GRAPHICS = 3.0
STATES = {
    **palette.LEPS_STATES,
    **palette.OUTCOMES,
    **palette.SEVERITIES,
    **palette.CHECK_OUTCOMES,
}


def test_the_contrast_formula_is_that_of_wcag():
    assert palette.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert palette.contrast("#777777", "#FFFFFF") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize(
    "colour", [palette.INK, palette.SECONDARY, palette.LINK, palette.RED, palette.AMBER, "#54544C"]
)
@pytest.mark.parametrize("ground", [palette.WHITE, palette.NOTE])
def test_text_is_readable_on_white_and_on_notes(colour, ground):
    assert palette.contrast(colour, ground) >= AA_TEXT


@pytest.mark.parametrize("text", ["#FFFFFF", "#EAF0F6", "#DCE5EE", "#B9C8D6"])
@pytest.mark.parametrize("ground", [palette.INK, "#0B2036", "#21425F"])
def test_text_is_readable_on_the_side_bar(text, ground):
    assert palette.contrast(text, ground) >= AA_TEXT


@pytest.mark.parametrize("name", STATES)
def test_a_state_has_a_word_a_sign_and_enough_contrast(name):
    state = STATES[name]
    assert state.word and len(state.sign) == 1
    assert palette.contrast(state.text, state.background) >= AA_TEXT


def test_states_that_can_stand_side_by_side_differ_in_word_or_sign():
    said = [(s.word, s.sign) for s in palette.LEPS_STATES.values()]
    assert len(set(said)) == len(said)


def test_numbers_are_readable_on_each_class_of_the_scale():
    pairs = zip(palette.SCALE, palette.SCALE_TEXT, strict=True)
    assert all(palette.contrast(ground, text) >= AA_TEXT for ground, text in pairs)


def test_the_scale_goes_from_light_to_dark_without_turning_back():
    lights = [palette.luminance(colour) for colour in palette.SCALE]
    assert lights == sorted(lights, reverse=True)


@pytest.mark.parametrize("colour", [palette.MALE, palette.FEMALE, palette.REFERENCE])
def test_the_bars_of_the_pyramid_stand_out_from_the_page(colour):
    assert palette.contrast(colour, palette.WHITE) >= AA_GRAPHICS


def test_neighbours_in_a_stack_are_told_apart_without_hue():
    pairs = zip(palette.SERIES, palette.SERIES[1:], strict=False)
    assert all(palette.contrast(one, other) >= 2 for one, other in pairs)
    bars = list(palette.OUTCOME_BARS.values())
    assert all(palette.contrast(one, other) >= 2 for one, other in zip(bars, bars[1:], strict=False))
