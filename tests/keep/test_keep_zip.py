"""Whole in one zip and home again, byte for byte; no zip writes anywhere else, or over anything."""

import io
import json
import stat
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from hrguide.athlete import store
from hrguide.athlete.diary import note
from hrguide.athlete.evidence import TalkAnswer
from hrguide.athlete.learned import Lesson, keep_lesson
from hrguide.athlete.profile import Profile
from hrguide.errors import BadFileError, UsageError
from hrguide.keep.belongings import belongings_of
from hrguide.keep.bundle import MANIFEST, pack
from hrguide.keep.unpack import Unpacked, is_bundle, unpack
from hrguide.ride.lock import release_lock, take_lock
from tests.history.rides_made import RIDE, keep_ride
from tests.ride.ride_examples import STARTED

DAY = STARTED.date()


def _sam(home: Path, name: str = "Sam") -> None:
    """An athlete with a file, evidence, a lesson and two rides."""
    store.add(home, Profile(name=name, age_years=38, age_on=DAY))
    rides = [keep_ride(home, day=day, name=name) for day in (1, 2)]
    for path in rides:
        note(home, name, [TalkAnswer(131, "only_just", "bikeerg", DAY)], ride=path.stem)
        machine = RIDE.header.machine
        keep_lesson(home, name, Lesson(ride=path.stem, machine=machine, workout="w", learned={}))


def _files(home: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(home)): path.read_bytes()
        for path in sorted(home.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def _pack(home: Path, output: Path, name: str = "Sam") -> Path:
    pack(belongings_of(home, name), output, athlete=name, hrguide_version="0.1.0")
    return output


def _zip(
    path: Path, files: Mapping[str, bytes], listed: Mapping[str, object] | None = None
) -> Path:
    hashes = {name: sha256(content).hexdigest() for name, content in files.items()}
    with zipfile.ZipFile(path, "w") as archive:
        told = {"hrguide_zip": 1, "files": hashes, **(listed or {})}
        archive.writestr(MANIFEST, json.dumps(told))
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_an_athlete_comes_home_byte_for_byte(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    _sam(old)
    keep_ride(old, day=3, name="Bo")
    keep_ride(old, day=4, name="Demo", simulated=True)
    zipped = _pack(old, tmp_path / "sam.zip")
    found = unpack(new, zipped)
    of_sam = {place: content for place, content in _files(old).items() if "sam" in place}
    assert _files(new) == of_sam
    assert len(found.new) == 5
    assert (found.there, found.left) == ((), ())
    again = _pack(new, tmp_path / "again.zip")
    assert again.read_bytes() == zipped.read_bytes()
    assert unpack(new, zipped) == Unpacked(new=(), there=found.new, left=())


def test_the_zip_and_what_comes_of_it_are_their_owners_alone(tmp_path: Path) -> None:
    _sam(tmp_path / "old")
    zipped = _pack(tmp_path / "old", tmp_path / "sam.zip")
    unpack(tmp_path / "new", zipped)
    written = [path for path in (tmp_path / "new").rglob("*") if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in (zipped, *written)} == {0o600}
    assert is_bundle(zipped)
    assert not is_bundle(written[0])


def test_a_ride_that_is_here_otherwise_is_left_as_it_is(tmp_path: Path) -> None:
    _sam(tmp_path / "old")
    zipped = _pack(tmp_path / "old", tmp_path / "sam.zip")
    mine = keep_ride(tmp_path / "new", day=1, workout_name="mine")
    before = mine.read_bytes()
    found = unpack(tmp_path / "new", zipped)
    assert found.left == ("rides/2026-11-01-sam.hrg",)
    assert mine.read_bytes() == before
    assert len(found.new) == 4


def test_another_athlete_of_that_name_keeps_all_their_files(tmp_path: Path) -> None:
    _sam(tmp_path / "old")
    zipped = _pack(tmp_path / "old", tmp_path / "sam.zip")
    new = tmp_path / "new"
    store.add(new, Profile(name="sam", age_years=60, age_on=DAY))
    found = unpack(new, zipped)
    assert {place.partition("/")[0] for place in found.left} == {"athletes"}
    assert len(found.left) == 3
    assert not store.evidence_path(new, "Sam").exists()
    assert store.load(new, "Sam").age_years == 60


def test_evidence_alone_becomes_nobodys_who_is_here(tmp_path: Path) -> None:
    _sam(tmp_path / "old")
    evidence = store.evidence_path(tmp_path / "old", "Sam").read_bytes()
    zipped = _zip(tmp_path / "x.zip", {"athletes/sam.evidence.jsonl": evidence})
    store.add(tmp_path / "new", Profile(name="Sam", age_years=38, age_on=DAY))
    assert unpack(tmp_path / "new", zipped).left == ("athletes/sam.evidence.jsonl",)
    assert not store.evidence_path(tmp_path / "new", "Sam").exists()


ELSEWHERE = [
    "../escape.hrg",
    "rides/../../escape.hrg",
    "/tmp/escape.hrg",
    "rides/../athletes/sam.toml",
    "rides\\..\\escape.hrg",
    "C:escape.hrg",
    "rides/C:escape.hrg",
    "rides/.hidden.hrg",
    "rides/-rf.hrg",
    "rides/deeper/x.hrg",
    "rides/x.hrg/",
    "rides/x.exe",
    "rides/x\n.hrg",
    "rides/\x1b[31m.hrg",
    "settings.toml",
    "clinic.toml",
    "athletes/../clinic.toml",
    "athletes/.lock",
    "athletes/sam.evidence.jsonl.new",
    "workouts/x.txt",
]


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_name_that_leads_elsewhere_is_refused_before_anything_is_written(
    name: str, tmp_path: Path
) -> None:
    ride = keep_ride(tmp_path / "old", day=1).read_bytes()
    zipped = _zip(tmp_path / "x.zip", {"rides/a.hrg": ride, name: b"x"})
    before = _files(tmp_path)
    with pytest.raises(BadFileError) as caught:
        unpack(tmp_path / "new", zipped)
    assert caught.value.hint
    assert _files(tmp_path) == before


def test_a_link_in_a_zip_becomes_plain_bytes(tmp_path: Path) -> None:
    entry = zipfile.ZipInfo("rides/link.hrg")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    target = b"/etc/passwd"
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        files = {"rides/link.hrg": sha256(target).hexdigest()}
        archive.writestr(MANIFEST, json.dumps({"hrguide_zip": 1, "files": files}))
        archive.writestr(entry, target)
    unpack(tmp_path / "new", path)
    written = tmp_path / "new" / "rides" / "link.hrg"
    assert not written.is_symlink()
    assert written.read_bytes() == target


LISTS: dict[str, Mapping[str, object]] = {
    "newer": {"hrguide_zip": 2},
    "no format": {"hrguide_zip": None},
    "no files": {"files": []},
    "no hash": {"files": {"rides/a.hrg": 5}},
    "other hash": {"files": {"rides/a.hrg": "0" * 64}},
    "one more": {"files": {"rides/a.hrg": sha256(b"a").hexdigest(), "rides/b.hrg": "0" * 64}},
    "one less": {"files": {}},
}


@pytest.mark.parametrize("what", sorted(LISTS))
def test_a_list_that_lies_is_refused(what: str, tmp_path: Path) -> None:
    zipped = _zip(tmp_path / "x.zip", {"rides/a.hrg": b"a"}, LISTS[what])
    with pytest.raises(BadFileError):
        unpack(tmp_path / "new", zipped)
    assert not (tmp_path / "new" / "rides").exists()


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        files = {"rides/a.hrg": sha256(b"a").hexdigest()}
        archive.writestr(MANIFEST, json.dumps({"hrguide_zip": 1, "files": files}))
        archive.writestr("rides/a.hrg", b"a")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("rides/a.hrg", b"a")
    with pytest.raises(BadFileError, match="list"):
        unpack(tmp_path / "new", path)


def test_a_bomb_is_refused_in_its_compressed_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hrguide.keep.unpack.FILE_MAX_BYTES", 100_000)
    zeros = bytes(5_000_000)
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        files = {"rides/a.hrg": sha256(zeros).hexdigest()}
        archive.writestr(MANIFEST, json.dumps({"hrguide_zip": 1, "files": files}))
        archive.writestr("rides/a.hrg", zeros)
    with pytest.raises(BadFileError, match="larger than any ride"):
        unpack(tmp_path / "new", path)
    assert not (tmp_path / "new" / "rides").exists()


def test_a_zip_cut_anywhere_is_an_error_and_writes_nothing(tmp_path: Path) -> None:
    _sam(tmp_path / "old")
    content = _pack(tmp_path / "old", tmp_path / "sam.zip").read_bytes()
    cut = tmp_path / "cut.zip"
    for length in range(0, len(content), len(content) // 60):
        cut.write_bytes(content[:length])
        with pytest.raises(BadFileError):
            unpack(tmp_path / "new", cut)
    assert not (tmp_path / "new" / "rides").exists()


def test_a_zip_with_a_flipped_byte_never_gives_another_ride(tmp_path: Path) -> None:
    _sam(tmp_path / "old")
    content = bytearray(_pack(tmp_path / "old", tmp_path / "sam.zip").read_bytes())
    wanted = _files(tmp_path / "old")
    broken = tmp_path / "broken.zip"
    for place in range(7, len(content), max(1, len(content) // 80)):
        content[place] ^= 0x41
        broken.write_bytes(content)
        content[place] ^= 0x41
        home = tmp_path / f"new-{place}"
        try:
            unpack(home, broken)
        except BadFileError:
            assert not _files(home)
        else:
            assert _files(home).items() <= wanted.items()


def test_a_zip_of_something_else_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("activity.fit", b"x")
    with pytest.raises(BadFileError) as caught:
        unpack(tmp_path / "new", path)
    assert "hrguide import" in caught.value.hint


@pytest.mark.parametrize(
    "profile", [b"name = 5\n", b"not toml", b"\xff", b'name = "Bo"\nage_years = 3\n']
)
def test_an_athletes_file_must_be_one_and_theirs(profile: bytes, tmp_path: Path) -> None:
    zipped = _zip(tmp_path / "x.zip", {"athletes/sam.toml": profile, "rides/a.hrg": b"a"})
    with pytest.raises(BadFileError):
        unpack(tmp_path / "new", zipped)
    assert not _files(tmp_path / "new")


def test_a_ride_in_progress_is_not_packed(tmp_path: Path) -> None:
    _sam(tmp_path)
    with io.FileIO(tmp_path / "rides" / "2026-11-01-sam.hrg", "r+") as file:
        assert take_lock(file)
        with pytest.raises(UsageError, match="being ridden"):
            belongings_of(tmp_path, "Sam")
        release_lock(file)
    assert len(belongings_of(tmp_path, "sam").rides) == 2


def test_nobodys_and_unreadable_rides_are_told_apart(tmp_path: Path) -> None:
    _sam(tmp_path)
    keep_ride(tmp_path, day=5, name=None)
    (tmp_path / "rides" / "odd.hrg").write_bytes(b"x")
    found = belongings_of(tmp_path, "Sam")
    assert [path.stem for path in found.rides] == ["2026-11-01-sam", "2026-11-02-sam"]
    assert found.headless == ("odd",)
    with pytest.raises(UsageError, match="nothing of Zoe"):
        belongings_of(tmp_path, "Zoe")


def test_a_disk_that_refuses_leaves_no_half_zip(tmp_path: Path) -> None:
    _sam(tmp_path / "old")
    with pytest.raises(BadFileError, match="cannot write"):
        _pack(tmp_path / "old", tmp_path / "nowhere" / "sam.zip")
    (tmp_path / "sam.zip").mkdir()
    with pytest.raises(BadFileError, match="cannot write"):
        _pack(tmp_path / "old", tmp_path / "sam.zip")
    assert not list(tmp_path.glob(".*"))
