"""The form fields: dates in three boxes, times, plain prose, several files."""

from datetime import date, time

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from assurance.forms.fields import GovDateField, GovTimeField, MultipleFileField, PlainTextField


class Meeting(forms.Form):
    held_on = GovDateField(noun="meeting date")
    starts = GovTimeField(required=False)


def meeting(day="27", month="March", year="2027", starts=""):
    return Meeting({"held_on_day": day, "held_on_month": month, "held_on_year": year, "starts": starts})


def test_a_typed_date_becomes_a_date():
    form = meeting()
    assert form.is_valid()
    assert form.cleaned_data["held_on"] == date(2027, 3, 27)


def test_a_missing_date_is_asked_for_by_its_name():
    assert meeting("", " ", "").errors["held_on"] == ["Enter the meeting date"]


def test_an_error_names_the_boxes_it_is_about():
    form = meeting(year="")
    error = form.errors.as_data()["held_on"][0]
    assert error.messages == ["The meeting date must include a year"]
    assert error.params["parts"] == ("year",)


def test_a_date_that_need_not_be_given_may_be_blank():
    assert GovDateField(required=False).clean(["", "", ""]) is None
    assert GovDateField(required=False).clean(None) is None


def test_a_date_is_shown_again_as_it_was_typed():
    assert meeting(day="31", month="Feb")["held_on"].value() == ["31", "Feb", "2027"]
    assert Meeting(initial={"held_on": date(2027, 3, 7)})["held_on"].value() == date(2027, 3, 7)


@pytest.mark.parametrize(
    ("typed", "changed"), [(["7", "3", "2027"], False), (["8", "3", "2027"], True), (["x", "3", "2027"], True)]
)
def test_whether_a_date_was_changed(typed, changed):
    assert GovDateField().has_changed(date(2027, 3, 7), typed) is changed


def test_a_typed_time_becomes_a_time():
    form = meeting(starts="2.30pm")
    assert form.is_valid()
    assert form.cleaned_data["starts"] == time(14, 30)
    assert Meeting(initial={"starts": time(9, 5)})["starts"].value() == "9:05am"


def test_a_time_that_cannot_be_read_says_how_to_write_one():
    assert meeting(starts="half past").errors["starts"] == ["Enter a time like 2:30pm or 14:30"]


def test_prose_is_made_plain_and_its_words_are_counted():
    field = PlainTextField(max_words=3, label="What you did")
    assert field.clean("\u2022\u00a0one\r\ntwo") == "- one\ntwo"
    with pytest.raises(forms.ValidationError, match="What you did must be 3 words or fewer: it has 4"):
        field.clean("one two three four")


def test_several_files_arrive_as_a_list():
    class Evidence(forms.Form):
        files = MultipleFileField(required=False)

    both = [SimpleUploadedFile("a.pdf", b"a"), SimpleUploadedFile("b.pdf", b"b")]
    form = Evidence({}, MultiValueDict({"files": both}))
    assert form.is_valid()
    assert [each.name for each in form.cleaned_data["files"]] == ["a.pdf", "b.pdf"]
    none = Evidence({}, MultiValueDict())
    assert none.is_valid()
    assert none.cleaned_data["files"] == []


def test_an_empty_file_among_several_is_refused():
    field = MultipleFileField()
    with pytest.raises(forms.ValidationError, match="empty"):
        field.clean([SimpleUploadedFile("a.pdf", b"a"), SimpleUploadedFile("b.pdf", b"")])


def test_files_that_are_required_are_asked_for():
    with pytest.raises(forms.ValidationError, match="required"):
        MultipleFileField().clean([])
