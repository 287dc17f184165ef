"""Rules as texts on the command line: read, compared, and adopted when somebody agrees."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from commands.calendar_text import official_calendar
from commands.policy_files import shipped_policies

NATIONAL = shipped_policies()["national-2025"]


def ask(*words: str, **environ: str) -> Result:
    return CliRunner().invoke(app, words, env=environ)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "某区.toml"


def test_the_shipped_policies_are_listed_by_id_and_name() -> None:
    told = ask("policy", "list")
    assert told.exit_code == 0
    assert "national-2025　全国默认办法（代表法2025年修正）" in told.stdout.splitlines()


def test_a_good_policy_is_told_with_its_limits_and_letters(file: Path) -> None:
    file.write_text(NATIONAL, "utf-8")
    told = ask("policy", "check", str(file))
    assert told.exit_code == 0
    assert told.stdout.startswith(f"✓ {file}：全国默认办法（代表法2025年修正）（national-2025）\n")
    assert "  答复代表　3个月　起算：交办　依据：代表法第五十一条第二款\n" in told.stdout
    assert "A、B、C、D" in told.stdout
    assert "  不予受理　tender　插手招标投标等经济活动　依据：代表法第五十九条" in told.stdout


def test_a_bad_policy_is_told_with_file_line_and_reason(file: Path) -> None:
    line = NATIONAL.split("\n").index("[signatory]") + 2
    file.write_text(NATIONAL.replace("posts = [", "post = ["), "utf-8")
    told = ask("policy", "check", str(file))
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr.startswith(f"{file}:第{line}行：signatory.post：没有这一项，请检查写法")


def test_a_text_saved_in_another_encoding_is_told_so(file: Path) -> None:
    file.write_bytes('name = "某区办法"'.encode("gbk"))
    for group in ("policy", "calendar"):
        told = ask(group, "check", str(file))
        assert (told.exit_code, told.stderr) == (
            1,
            f"{file}：不是UTF-8编码的文本，请另存为UTF-8\n",
        )


def test_a_policy_that_is_not_there_is_told_with_those_that_are() -> None:
    told = ask("policy", "diff", "national-2025", "某县")
    assert told.exit_code == 1
    assert told.stderr.startswith("没有文件“某县”，也没有这个编号的办法；现有：")
    assert "national-2025" in told.stderr


def test_two_policies_are_compared_value_by_value_with_their_articles(file: Path) -> None:
    text = NATIONAL.replace('posts = ["head", "deputy_head"]', 'posts = ["head"]')
    before, after = text.split("[signatory]")
    after = after.replace("本系统默认，法律未规定", "某条例第九条", 1)
    file.write_text(f"# 说明改了不算\n{before}[signatory]{after}", "utf-8")
    told = ask("policy", "diff", "national-2025", str(file))
    assert told.stdout == (
        f"原：national-2025　新：{file}\n\nsignatory\n"
        "  posts　head（主要负责人）、deputy_head（分管负责人） → head（主要负责人）\n"
        "  依据　本系统默认，法律未规定 → 某条例第九条\n"
    )


def test_rules_of_intake_are_compared_in_words() -> None:
    told = ask("policy", "diff", "shanghai-2015", "beijing-2014").stdout
    assert (
        "admission\n  disposals　returned（退回代表）、letter（作代表来信处理） → returned（退回代表）\n"
        in told
    )
    assert "withdrawal\n  until　closed（办结以前） → handed_over（交办以前）\n" in told
    disputes = "disputes　units（单位之间协商）、congress（人大代表工作机构协调） → "
    assert f"{disputes}units（单位之间协商）、office（政府办公室协调（非政府系统的，" in told
    assert "admission.grounds.tender\n  code　（没有） → tender\n" in told


def test_a_limit_is_told_in_words(file: Path) -> None:
    before, after = NATIONAL.split("[limits.sign_for]")
    after = after.replace("amount = 5", "amount = 7", 1).replace("assigned", "received", 1)
    file.write_text(f"{before}[limits.sign_for]{after}", "utf-8")
    told = ask("policy", "diff", "national-2025", str(file))
    assert "limits.sign_for（签收）\n  amount　5 → 7\n" in told.stdout
    assert "  anchor　assigned（分办） → received（收到）\n" in told.stdout
    assert "  依据　本系统默认，法律未规定（两边相同）\n" in told.stdout


def test_two_policies_that_say_the_same_do_not_differ(file: Path) -> None:
    file.write_text(NATIONAL.replace("\n", "\r\n"), "utf-8", newline="")
    assert ask("policy", "diff", str(file), "national-2025").stdout.endswith("没有不同。\n")


def test_the_official_calendar_is_shown_as_a_text_that_passes_its_check(file: Path) -> None:
    told = ask("calendar", "show")
    assert told.stdout == official_calendar()
    file.write_text(told.stdout, "utf-8")
    checked = ask("calendar", "check", str(file))
    assert checked.exit_code == 0
    assert "  2025年　放假18天（周一至周五）　调休上班5天\n" in checked.stdout
    assert "2003年及以前、2027年及以后\n" in checked.stdout
    assert "  注意：2005年12月31日，chinesecalendar作周末休息" in checked.stdout
    assert "与官方日历不同" not in checked.stdout


def test_a_calendar_that_is_neither_is_not_shown() -> None:
    told = ask("calendar", "show", "guess")
    assert (told.exit_code, told.stderr) == (1, "只能是 official 或 adopted，不能是“guess”\n")


def test_a_calendar_of_ones_own_is_held_against_the_official_one(file: Path) -> None:
    text = official_calendar().replace("2025-10-08", "2025-10-09")
    file.write_text(text + "\n[[years]]\nyear = 2099\noff = []\nshifts = []\n", "utf-8")
    told = ask("calendar", "check", str(file)).stdout
    assert "  注意：与官方日历不同，2025年10月8日（星期三）放假改为上班。\n" in told
    assert "  2099年　放假0天（周一至周五）　调休上班0天　没有核对：官方日历没有这一年\n" in told
    assert "、2098年、2100年及以后\n" in told


def test_a_bad_calendar_is_told_with_file_line_and_reason(file: Path) -> None:
    file.write_text(
        'name = "放假安排"\n\n[[years]]\nyear = 2025\noff = [2025-09-31]\nshifts = []\n', "utf-8"
    )
    told = ask("calendar", "check", str(file))
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr == f"{file}:第5行第8列：没有这一天\n"


def test_two_calendars_are_compared_year_by_year_and_day_by_day(file: Path) -> None:
    text = official_calendar().replace(", 2025-10-11]", "]")
    file.write_text(text[: text.index("\n[[years]]\nyear = 2026")], "utf-8")
    told = ask("calendar", "diff", "official", str(file)).stdout.splitlines()
    assert told[1] == "去掉了：2026年（现行日历里已有的年份，采用时不能去掉）"
    assert told[2] == "  2025年10月11日（星期六）调休上班改为周末休息"
    back = ask("calendar", "diff", str(file), "official").stdout
    assert "新写入：2026年\n" in back
    assert "  2026年1月1日（星期四）上班改为放假\n" in back
    assert ask("calendar", "diff", "official", "official").stdout.endswith("没有不同。\n")


def test_what_was_adopted_can_be_shown_and_compared(tmp_path: Path) -> None:
    here = {"HUIYIN_DATA": str(tmp_path)}
    without = ask("policy", "diff", "adopted", "national-2025", **here)
    assert (without.exit_code, "huiyin init" in without.stderr) == (1, True)
    assert ask("init", "--district", "990101", **here).exit_code == 0
    compared = ask("policy", "diff", "adopted", "national-2025", **here).stdout
    assert compared == "原：adopted　新：national-2025\n没有不同。\n"
    assert ask("calendar", "diff", "adopted", "official", **here).stdout.endswith("没有不同。\n")
    assert ask("calendar", "show", "adopted", **here).stdout.strip() == official_calendar().strip()


@pytest.fixture
def here(tmp_path: Path) -> dict[str, str]:
    """Where a log was opened."""
    environ = {"HUIYIN_DATA": str(tmp_path / "data")}
    assert ask("init", "--district", "990101", **environ).exit_code == 0
    return environ


def later(file: Path) -> str:
    """The official calendar with one year more, in which one weekday is off."""
    year = "\n[[years]]\nyear = 2099\noff = [2099-01-01]\nshifts = []\n"
    file.write_text(official_calendar() + year, "utf-8")
    return str(file)


def test_a_policy_is_adopted_after_its_differences_were_shown(here: dict[str, str]) -> None:
    told = ask("policy", "adopt", "demo-2025", "--yes", **here)
    assert told.exit_code == 0, told.stderr
    assert "limits.sign_for（签收）" in told.stdout
    assert "已采用“演示区代表建议办理办法（2025年）”" in told.stdout
    after = ask("policy", "diff", "adopted", "demo-2025", **here).stdout
    assert after.endswith("没有不同。\n")


def test_nothing_is_adopted_without_consent(here: dict[str, str], file: Path) -> None:
    for words in (("policy", "adopt", "demo-2025"), ("calendar", "adopt", later(file))):
        no = CliRunner().invoke(app, words, env=here, input="n\n")
        nobody = ask(*words, **here)
        for told in (no, nobody):
            assert (told.exit_code, "没有采用，什么都没有记录。" in told.stderr) == (1, True)
    assert ask("policy", "diff", "adopted", "national-2025", **here).stdout.endswith("没有不同。\n")
    assert ask("calendar", "diff", "adopted", "official", **here).stdout.endswith("没有不同。\n")


def test_a_policy_is_not_adopted_backwards(here: dict[str, str]) -> None:
    told = ask("policy", "adopt", "demo-2025", "--from", "2020-01-01", "--yes", **here)
    assert told.exit_code == 1
    assert "已经作出的决定不能改用新规定" in told.stderr


def test_a_calendar_is_adopted_after_what_it_changes_was_shown(
    here: dict[str, str], file: Path
) -> None:
    text = later(file)
    told = ask("calendar", "adopt", text, "--yes", **here)
    assert told.exit_code == 0, told.stderr
    assert "新写入：2099年\n  2099年1月1日（星期四）上班改为放假\n" in told.stdout
    assert "未办结的建议中，有0件的期限要移动。" in told.stdout
    assert "移动了0件建议的期限。" in told.stdout
    assert ask("calendar", "diff", "adopted", text, **here).stdout.endswith("没有不同。\n")
    assert ask("calendar", "move", **here).stdout.endswith("移动了0件建议的期限。\n")
    forgets = ask("calendar", "adopt", "official", "--yes", **here)
    assert (forgets.exit_code, "新日历里没有2099年的安排" in forgets.stderr) == (1, True)


def test_a_calendar_for_later_says_when_dates_will_move(here: dict[str, str], file: Path) -> None:
    told = ask("calendar", "adopt", later(file), "--from", "2098-12-01", "--yes", **here)
    assert told.exit_code == 0, told.stderr
    assert "到2098年12月1日，运行中的服务自行移动" in told.stdout
    assert "移动了" not in told.stdout
