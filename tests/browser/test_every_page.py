"""What holds on every page. The numbers are those of the design's checklist; a survey asks while it visits."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)


def test_t01_each_page_has_one_h1_a_title_and_says_its_language(survey):
    assert survey.is_clean("head") and survey.is_clean("title")


def test_t02_the_skip_link_is_the_first_stop_and_leads_to_the_content(survey):
    assert survey.is_clean("skip")


def test_t03_axe_finds_nothing_serious_in_empty_error_and_success_states(survey):
    assert survey.is_clean("axe")


def test_t04_nothing_scrolls_sideways_at_320_px(survey):
    assert survey.is_clean("narrow")


def test_t05_text_of_twice_the_size_and_wide_spaces_is_nowhere_cut(survey):
    assert survey.is_clean("enlarged")


def test_t06_every_stop_has_a_visible_focus_ring(survey):
    assert survey.is_clean("focus")


def test_t07_no_focused_element_is_covered(survey):
    assert survey.is_clean("covered")


def test_t08_targets_are_large_enough(survey):
    assert survey.is_clean("targets")


def test_t11_nothing_is_asked_of_another_host_and_no_policy_is_broken(survey):
    assert survey.is_clean("watch")


def test_t12_with_reduced_motion_nothing_moves(survey):
    assert survey.is_clean("moving")


def test_t13_with_forced_colours_borders_focus_and_states_are_seen(survey):
    assert survey.is_clean("forced")


def test_t14_help_has_the_same_place_on_every_page(survey):
    assert survey.is_clean("help")


def test_t16_t17_a_refused_form_says_so_in_its_title_its_summary_and_beside_each_field(survey):
    assert survey.is_clean("refused")


def test_t19_t23_no_bubbles_no_length_limits_no_placeholder_as_label(survey):
    assert survey.is_clean("fields")


def test_t20_t57_fields_tell_browsers_what_they_take_and_a_code_has_one_field(survey):
    assert survey.is_clean("kinds")


def test_t42_one_step_is_the_current_one_and_a_log_tells_the_newest_first(survey):
    assert survey.is_clean("steps")


def test_t87_the_contrasts_suffice_in_both_schemes(survey):
    assert survey.is_clean("contrast")


def test_t91_with_the_keyboard_of_a_phone_open_fields_and_buttons_are_reachable(survey):
    assert survey.is_clean("reachable")
