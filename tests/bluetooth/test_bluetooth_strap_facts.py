"""What a strap says about itself: battery, place on the body, make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.bluetooth.battery import decode_battery, encode_battery
from hrguide.bluetooth.body_location import (
    BodyLocation,
    decode_body_location,
    encode_body_location,
)
from hrguide.bluetooth.device_information import (
    DeviceInformation,
    decode_device_information,
    encode_device_information,
)

texts = st.none() | st.text(min_size=1, max_size=20).filter(
    lambda text: text == text.strip("\0 \t\r\n") and text.isprintable()
)
informations = st.builds(
    DeviceInformation,
    manufacturer=texts,
    model=texts,
    serial=texts,
    hardware=texts,
    firmware=texts,
    software=texts,
)


@pytest.mark.parametrize("percent", range(101))
def test_battery_there_and_back(percent: int) -> None:
    assert decode_battery(encode_battery(percent)) == percent


@pytest.mark.parametrize("payload", [b"", b"\x65", b"\xff"])
def test_a_battery_above_100_or_unsaid_is_unknown(payload: bytes) -> None:
    assert decode_battery(payload) is None


@pytest.mark.parametrize("percent", [-1, 101])
def test_no_such_battery(percent: int) -> None:
    with pytest.raises(ValueError, match="outside 0-100"):
        encode_battery(percent)


def test_body_locations_are_numbered_as_in_the_specification() -> None:
    wire = ["other", "chest", "wrist", "finger", "hand", "ear lobe", "foot"]
    for number, place in enumerate(wire):
        assert decode_body_location(bytes([number])) is BodyLocation(place)
        assert encode_body_location(BodyLocation(place)) == bytes([number])


@pytest.mark.parametrize("payload", [b"", b"\x07", b"\xff"])
def test_a_place_the_specification_does_not_name_is_unknown(payload: bytes) -> None:
    assert decode_body_location(payload) is None


@given(informations)
def test_device_information_there_and_back(information: DeviceInformation) -> None:
    assert decode_device_information(encode_device_information(information)) == information


@given(st.dictionaries(st.sampled_from(["2a29", "2a24", "2a26", "2a23"]), st.binary(max_size=30)))
def test_any_bytes_are_device_information(values: dict[str, bytes]) -> None:
    information = decode_device_information(values)
    assert (information.manufacturer is not None) <= ("2a29" in values)


def test_padding_is_no_text() -> None:
    values = {"2a29": b"Polar Electro Oy\0\0", "2a24": b"H10 ", "2a26": b"5.0.0", "2a25": b"\0"}
    information = decode_device_information(values)
    assert str(information) == "Polar Electro Oy H10, firmware 5.0.0"
    assert information.serial is None
    assert str(DeviceInformation()) == ""
    assert str(DeviceInformation(firmware="2")) == "firmware 2"


@pytest.mark.parametrize("text", ["", " x", "x\0"])
def test_an_empty_or_padded_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="empty or padded"):
        DeviceInformation(model=text)
