"""One passage's duties: one a deadline, each with its own words, lead and support."""

import pytest

from directives.clauses import clauses, short_text
from directives.model import DraftTask
from directives.parse import parse, parse_text


def tasks(passage: str, section: str = "1. Phòng Nội vụ") -> list[DraftTask]:
    return list(parse_text("a.txt", f"An Lộc, ngày 5 tháng 1 năm 2024\n\n{section}\n\n{passage}").tasks)


def test_one_task_a_deadline() -> None:
    """A bullet with three deadlines gives three tasks, each with the words before its day; help carries over."""
    order = "Phối hợp với Công an xã lập danh sách trước 1/3/2024; xét duyệt trước 10/3/2024."
    read = tasks(f"- {order} Công bố kết quả xét duyệt trước 1/4/2024.")
    assert [(task.text, str(task.due_on), task.support) for task in read] == [
        ("Lập danh sách", "2024-02-29", ("Công an xã",)),
        ("Lập danh sách: xét duyệt", "2024-03-09", ("Công an xã",)),
        ("Công bố kết quả xét duyệt", "2024-03-31", ("Công an xã",)),
    ]


def test_deadline_in_a_sentence_of_its_own() -> None:
    """ "Hoàn thành trước …" takes its words from the sentence before."""
    assert [task.text for task in tasks("- Rà soát kế hoạch; gửi Phòng Tài chính. Hoàn thành xong trước ngày 30/4/2024.")] == [
        "Rà soát kế hoạch"
    ]


def test_work_behind_the_deadline() -> None:
    """Where the day comes first the work is what follows."""
    assert [task.text for task in tasks("- Trước ngày 30/4/2024: Các thôn họp dân bầu trưởng thôn.")] == [
        "Các thôn họp dân bầu trưởng thôn"
    ]


def test_aim_behind_the_deadline() -> None:
    """What is to be reached by a day belongs to the task's words."""
    assert tasks("- Phấn đấu đến 30/9/2024 có 60% hộ phân loại rác.")[0].text == "Phấn đấu có 60% hộ phân loại rác"


def test_order_without_a_day() -> None:
    """A passage without a deadline is one task; "thường xuyên" makes it ongoing."""
    task = tasks("- Thường xuyên kiểm tra địa bàn; chấn chỉnh sai sót.")[0]
    assert (task.due_on, task.rrule, task.ongoing, task.lead) == (None, None, True, ("Phòng Nội vụ",))


def test_event_is_kept_in_words() -> None:
    """An event instead of a day is kept as printed, with a warning."""
    task = tasks("- Lấy ý kiến người dân ngay khi các xã hoàn thành 19/19 tiêu chí.")[0]
    assert (task.due_on, task.warnings) == (None, ("ambiguous_deadline",))
    assert (task.deadline_text or "").startswith("ngay khi")


def test_another_unit_in_the_same_passage() -> None:
    """A second order to another unit is a task of its own."""
    read = tasks("Giao Sở Y tế lập kế hoạch trước 1/3/2024. Giao Sở Nội vụ thẩm định biên chế.", "1. Về nhân lực")
    assert [(task.ref, task.lead, task.due_on is None) for task in read] == [("1a", ("Sở Y tế",), False), ("1b", ("Sở Nội vụ",), True)]


def test_purpose_is_no_deadline() -> None:
    """The year in "Để về đích trong năm 2024, UBND huyện yêu cầu …" is no deadline."""
    text = "Để xã về đích trong năm 2024, UBND huyện yêu cầu các phòng, ban thực hiện:\n\n1. Phòng Nội vụ\n\n- Rà soát hồ sơ."
    assert [task.due_on for task in parse_text("a.txt", text).tasks] == [None]


def test_span_bounds_a_rhythm() -> None:
    """A rhythm with its span is one recurring task."""
    task = tasks("- Thông tin cấp cháy hằng ngày từ ngày 01/5/2024 đến ngày 30/9/2024.")[0]
    assert (task.rrule, str(task.starts_on)) == ("FREQ=DAILY;UNTIL=20240930", "2024-05-01")


def test_closing_is_no_task() -> None:
    """The closing request to carry everything out is no task, a closing with a day is."""
    assert len(tasks("- Rà soát hồ sơ.\n\nYêu cầu các đơn vị nghiêm túc triển khai thực hiện./.")) == 1
    assert len(tasks("- Rà soát hồ sơ.\n\nYêu cầu các đơn vị báo cáo kết quả trước ngày 1/6/2024./.")) == 2


def test_addressees_are_meant_by_the_letters_own_report() -> None:
    """A report on the whole letter is owed by those it is sent to, whatever section stands above."""
    text = "Kính gửi: UBND các xã, phường\n\n1. Phòng Nội vụ\n\n- Rà soát.\n\nKết quả thực hiện Công văn này gửi về Sở trước ngày 1/6/2024."
    assert parse_text("a.txt", text).tasks[-1].lead == ("UBND các xã, phường",)


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("rà soát hồ sơ, thời gian hoàn thành ", "Rà soát hồ sơ"),
        ("đồng thời, gửi báo cáo (", "Gửi báo cáo"),
        ("Từ ngày 16/9/2024 đến khi xong, báo cáo tiến độ", "Báo cáo tiến độ"),
        ("một " * 40, "Một" + " một" * 29 + "…"),
    ],
)
def test_short_text(clause: str, text: str) -> None:
    """Deadline words and links are dropped, long clauses cut."""
    assert short_text(clause) == text


def test_clauses() -> None:
    """Clauses end at full stops and semicolons, not inside brackets or behind abbreviations."""
    text = "Gửi TT. Huyện ủy (qua Phòng A; Phòng B); rà soát. Báo cáo."
    assert [text[start:end].strip() for start, end in clauses(text)] == ["Gửi TT. Huyện ủy (qua Phòng A; Phòng B);", "rà soát.", "Báo cáo."]


def test_a_unit_in_no_known_form_among_units() -> None:
    """Where most points are headed by units, a short heading whose name no rule knows is one too; a topic is none."""
    points = ("1. Phòng Nội vụ", "2. Công an huyện", "3. Bến xe khách Phía Đông", "4. UBND các xã", "5. Chế độ thông tin, báo cáo")
    letter = "An Lộc, ngày 5 tháng 1 năm 2024\n\n" + "\n\n".join(
        f"{point}\n\n- Rà soát, báo cáo trước 1/{at}/2024." for at, point in enumerate(points, 3)
    )
    leads = {task.ref: task.lead for task in parse_text("a.txt", letter).tasks}
    assert leads["3.1"] == ("Bến xe khách Phía Đông",)
    assert leads["5.1"] != ("Chế độ thông tin, báo cáo",)


def test_a_day_in_the_announcement_holds_for_every_point() -> None:
    """Each point under "xong trước ngày … các việc sau:" is due then, one with a day of its own on that; the announcement is no task."""
    points = "- Rà soát hồ sơ hộ nghèo;\n\n- Niêm yết danh sách tại thôn;\n\n- Gửi báo cáo trước ngày 20/3/2024."
    read = tasks(f"Công an huyện thực hiện xong trước ngày 15/4/2024 các việc sau:\n\n{points}", "1. Về hồ sơ")
    assert [(task.lead, str(task.due_on)) for task in read] == [
        (("Công an huyện",), "2024-04-14"),
        (("Công an huyện",), "2024-04-14"),
        (("Công an huyện",), "2024-03-19"),
    ]


def test_a_list_of_contents_is_one_task() -> None:
    """What a report is to hold is no duty of its own: the announcement keeps its day."""
    read = tasks("- Gửi báo cáo trước ngày 15/4/2024 gồm:\n\n+ Kết quả;\n\n+ Kiến nghị.")
    assert [str(task.due_on) for task in read if task.due_on] == ["2024-04-14"]


def test_charged_heading() -> None:
    """ "Trạm Y tế xã có trách nhiệm:" is headed by the unit alone."""
    assert tasks("- Tiêm phòng xong trước ngày 15/4/2024.", "1. Trạm Y tế xã có trách nhiệm:")[0].lead == ("Trạm Y tế xã",)


def test_addressee_in_no_known_form() -> None:
    """A name that the letter's own list of addressees gives is known everywhere in it."""
    head = "SỞ Y TẾ\n\nAn Lộc, ngày 5 tháng 1 năm 2024\n\nKính gửi:\n\n- Sở Nội vụ;\n\n- Ga hành khách An Lộc;\n\n- Sở Tài chính.\n\n"
    read = parse_text("a.txt", f"{head}1. Về dịp Tết\n\n- Ga hành khách An Lộc xếp thêm ghế chờ trước ngày 30/1/2024.").tasks
    assert [task.lead for task in read] == [("Ga hành khách An Lộc",)]


def test_two_communes_counted() -> None:
    """In a letter about two communes "UBND hai xã" means both."""
    head = "UBND HUYỆN AN LỘC\n\nAn Lộc, ngày 5 tháng 1 năm 2024\n\nV/v nông thôn mới xã Minh An, xã Cai Phong\n\n"
    read = parse_text("a.txt", f"{head}1. Môi trường\n\n- UBND hai xã tổng vệ sinh trước ngày 30/1/2024.").tasks
    assert [task.lead for task in read] == [("UBND xã Minh An", "UBND xã Cai Phong")]


def test_communes_named_before_in_the_passage() -> None:
    """A second day is for the communes named before it, unless its own words speak of others; a row's are those of any column."""
    read = tasks("- Rà soát đất tại xã Minh An trước 1/3/2024; báo cáo trước 10/3/2024, các xã khác trước 1/4/2024.")
    assert [task.communes for task in read] == [("Minh An",), ("Minh An",), ()]
    table = "TT | Nội dung | Chủ trì | Địa điểm | Thời gian\n1 | Trồng cam | Sở Y tế | Xã Minh An | 30/4/2024\n"
    assert [task.communes for task in parse("a.txt", table.encode()).tasks] == [("Minh An",)]


def test_who_acts_is_said_behind_the_day() -> None:
    """ "… Giao Phòng Nội vụ thực hiện nội dung này" names who is in charge of the work before it, and is no task of its own."""
    read = tasks("a) Ba trạm bơm phải vận hành trước ngày 25/2/2024. Giao Phòng Nội vụ chủ trì thực hiện nội dung này.", "1. Về nước sạch")
    assert [(task.lead, str(task.due_on)) for task in read] == [(("Phòng Nội vụ",), "2024-02-24")]


def test_announcement_that_ends_with_who_helps() -> None:
    """ "Giao Sở A làm đầu mối; Sở B phối hợp:": the points below are Sở A's."""
    read = tasks("Giao Sở Y tế làm đầu mối; Sở Nội vụ, Sở Tư pháp phối hợp:\n\n- Lấy mẫu nước trước ngày 15/9/2024.", "1. Về nước sạch")
    assert [(task.lead, task.support) for task in read if task.due_on] == [(("Sở Y tế",), ("Sở Nội vụ", "Sở Tư pháp"))]


def test_a_day_in_brackets_explains() -> None:
    """ "phục vụ Đại hội (dự kiến giữa tháng 8):" sets no day for the points below."""
    read = tasks("- Bảo đảm phục vụ Đại hội (dự kiến ngày 20/8/2024):\n\n+ Lập phương án bảo vệ;\n\n+ Gửi báo cáo trước 1/6/2024.")
    assert "2024-08-20" not in {str(task.due_on) for task in read if task.text.startswith("Lập phương án")}


def test_members_told_apart_from_everybody() -> None:
    """Under "Nhiệm vụ của các cơ quan, đơn vị" the committee's members are others, "các cơ quan" are those of the heading."""
    read = tasks("1. Các đồng chí thành viên Ban Chỉ đạo dự sinh hoạt thôn trước 1/6/2024.", "IV. NHIỆM VỤ CỦA CÁC CƠ QUAN, ĐƠN VỊ")
    assert [task.lead for task in read] == [("Các thành viên Ban Chỉ đạo",)]


@pytest.mark.parametrize(
    "days",
    [
        "trong tuần đầu tháng 6/2024, chậm nhất là ngày 08/6/2024",
        "trong nửa đầu tháng 6/2024 và hoàn tất chậm nhất ngày 08/6/2024",
        "trong tuần đầu tháng 6/2024, cụ thể là ngày 08/6/2024",
    ],
)
def test_a_period_made_exact_is_one_deadline(days: str) -> None:
    """A period and the last day of it set one deadline: that day."""
    assert [str(task.due_on) for task in tasks(f"- Trình phương án ứng phó {days}.")] == ["2024-06-08"]


def test_who_is_told_before_the_announcement() -> None:
    """ "Chủ tịch UBND xã chịu trách nhiệm …; tập trung chỉ đạo:": the points below are the committee's."""
    read = tasks(
        "Sở Y tế chịu trách nhiệm về công tác phòng bệnh; tập trung chỉ đạo:\n\n- Lấy mẫu nước trước ngày 15/9/2024.", "1. Về nước sạch"
    )
    assert [task.lead for task in read if task.due_on] == [("Sở Y tế",)]


def test_who_takes_the_work_on_is_said_behind_the_day() -> None:
    """ "… phải được khảo sát trước ngày 31/10. Việc này do Công an huyện đảm nhận": the police, not those looked at."""
    read = tasks("a) Hộ kinh doanh nhà trọ phải được khảo sát trước ngày 31/10/2024. Việc này do Công an huyện đảm nhận.", "1. Về thuế")
    assert [task.lead for task in read if task.due_on] == [("Công an huyện",)]


def test_directing_others_behind_own_work() -> None:
    """ "Phòng Nội vụ biên soạn …; chỉ đạo các trường …" is all Phòng Nội vụ's."""
    read = tasks(
        "Phòng Nội vụ biên soạn tài liệu; chỉ đạo các trường học tổ chức ngoại khóa, xong trước ngày 25/12/2024.", "5. Tuyên truyền"
    )
    assert [task.lead for task in read] == [("Phòng Nội vụ",)]


def test_an_order_of_one_paragraph() -> None:
    """A short letter without points: the day behind a semicolon belongs to the order, and so does whoever is named behind it."""
    head = "UBND TỈNH LÂM HÀ\n\nLâm Hà, ngày 5 tháng 1 năm 2024\n\nV/v nạo vét cảng cá\n\n"
    order = "Giao UBND huyện An Lộc kiểm tra hiện trạng, đề xuất phương án; hoàn thành trước ngày 20/1/2024."
    read = parse_text(
        "a.txt", f"{head}UBND tỉnh có ý kiến như sau:\n\n{order} Riêng Sở Xây dựng rà soát bến; gửi trước ngày 25/1/2024./."
    ).tasks
    assert [(task.lead, str(task.due_on)) for task in read] == [
        (("UBND huyện An Lộc",), "2024-01-19"),
        (("Sở Xây dựng",), "2024-01-24"),
    ]


def test_a_heading_that_says_in_brackets_who_is_in_charge() -> None:
    """It holds for the points below that name nobody."""
    read = tasks("- Cứng hóa đường trục, xong trước ngày 15/4/2024.", "1. Giao thông (Sở Xây dựng chủ trì, phối hợp với UBND các xã)")
    assert [(task.lead, task.support) for task in read] == [(("Sở Xây dựng",), ("UBND các xã",))]


def test_a_verb_behind_a_colon_is_no_commune() -> None:
    """ "UBND các xã: Rà soát …" means all communes."""
    assert [task.lead for task in tasks("- UBND các xã: Rà soát hồ sơ trước 1/3/2024.", "1. Về hồ sơ")] == [("UBND các xã",)]
    assert [task.lead for task in tasks("- UBND các xã: Mai, Lan và Hà rà soát hồ sơ trước 1/3/2024.", "1. Về hồ sơ")] == [
        ("UBND xã Mai", "UBND xã Lan", "UBND xã Hà")
    ]


def test_what_an_office_does_is_no_part_of_its_name() -> None:
    """ "Chi cục Thú y thanh tra …" once does not rename the office that the letter calls "Chi cục Thú y"."""
    read = tasks("- Phối hợp với Chi cục Thú y thanh tra, kiểm tra chợ trước 1/3/2024.\n\n2. Chi cục Thú y\n\n- Tiêm phòng trước 1/4/2024.")
    assert [task.lead for task in read] == [("Phòng Nội vụ",), ("Chi cục Thú y",)]


def test_communes_described_are_those_told() -> None:
    """ "Các xã điểm phấn đấu …" under a heading of the communes is their own work, no order to others."""
    read = tasks("- Lập kế hoạch năm. Đối với các xã điểm phấn đấu đạt chuẩn phải chủ động rà soát tiêu chí.", "1. UBND các xã")
    assert [task.lead for task in read] == [("UBND các xã",)]
