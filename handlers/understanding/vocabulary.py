"""How people in offices write in chat: add a spelling to the line of the word it stands for."""

from typing import Final

_SHORT: Final = """
anh chi = ac
bao cao = bc bcao baocao báocáo
biet = bit
cam on = thanks tks thank thks tksss
chua = chx ch cgua chuqa chưa
cong viec = cv cviec
dang = dg đg dag đag dangg
de nghi = dn đn đnghị dnghi
don vi = dv đv dvi đvị
em = e
duoc = dc đc dk đk dx đx đuoc dươc
gi = j
gia han = gh ghan giahan
giai ngan = gn
gio = h
hoan thanh = ht hth hthanh hthành hoanthanh hoànthành hoanthnah hoanthah hthnah
hoan tat = htat hoantat
hom nay = hnay homnay
hom qua = hqua homqua
huy = huỷ
khong = kong kông khôgn khogn khonh kh0ng k ko kg khg khog hok hk hong hông hem khum kô khôg hổng khgong
kinh phi = kp kphi kinhphi
lam = lm
mat bang = mb mbang matbang
muon = mún
nguoi = ng
nhiem vu = nv nvu nvụ
nhung = nhg nhưg nhug
ok = oki oke okie okey okay okla okela oce okee
phai = fải fai
phan tram = pt ptram
qua = wa wá quá
qua han = quahan
roi = r rui rùi oy rr rk rồii
thang = thag
thanh = thah thàh
thoi gian = tg tgian
thu 2 = t2
thu 3 = t3
thu 4 = t4
thu 5 = t5
thu 6 = t6
thu 7 = t7
tien do = td tđ tdo tđộ tiendo
tieu chi = tc tchi tchí
trien khai = tk tkhai
truoc = trc
tuan = tuann
u = uh uhm um uk uki ừm uhuh
vang = zang vag dạ dja
van ban = vb vban vbản
vay = z zay zậy dzậy v
vuong = vg vươg vuog
vuong mac = vm vmac vmắc
xem = coi
xong = xog xonh xomg xobg xng xpng xonq xg xongg soong xongz xông xonng xongf
"""
ABBREVIATIONS: Final = {short: line.split(" = ")[0] for line in _SHORT.strip().splitlines() for short in line.split(" = ")[1].split()}

PICTURES: Final = {
    "👍": "ok",
    "👌": "ok",
    "🆗": "ok",
    "✅": "xong",
    "✔": "xong",
    "☑": "xong",
    "❌": "khong",
    "✖": "khong",
    "👎": "khong",
    "🙏": "cam on",
    "'": " ",
    "’": " ",
}

_MARKED: Final = """
mời dừng đừng dùng cố chùa rồng nhạc sông đá cô chú thẳng đời vuông vương chờ nhờ đó nữa nền ảnh bắc bạc thấy nhà đảng
"""
MARKED: Final = frozenset(_MARKED.split())
"""Words whose marks decide the meaning: written with marks they keep them, so that rules can tell "mời" (invite) from "mới" (only now)."""

_PHRASES: Final = """
hoan thanh, hoan tat, bao cao, gia han, tien do, qua han, thay doi, vuong mac, dang lam, thuc hien, trien khai, kho khan, de nghi,
de xuat, mat bang, kinh phi, xong roi, da xong, chua xong, phan tram, tuan nay, thang nay, viec cua, giu nguyen, phu trach, lich
su, don doc, ban hanh, tra lai, giai ngan, hoan tac, tieu chi, van ban, bat dau, da nhan, tuan truoc, nguyen van
"""
PHRASES: Final = tuple(_PHRASES.strip().replace("\n", " ").split(", "))
"""Two-word phrases worth saving from a slip of the finger."""

_ENGLISH: Final = """
about actually all almost already and approve are assign at be because blocked but by cancel change complete completed criterion
data day days delayed did directive do doing done due extend extension finish finished for friday from get got half hand has have
haven hasn hello help hi history i in is issue issues it language last late mine month more my nearly need next no not now nudge
of ok on our ours over overdue percent please problem problems progress received remind report reported reports return s see show
skip soon sorry start started status still stop stuck t task tasks thank thanks the thirds this time to today tomorrow two undo
unit until update waiting week weeks what who why will with working wrong yes yesterday yet you
"""
ENGLISH: Final = frozenset(_ENGLISH.split())
"""Words of the English phrases: left alone although some look like Vietnamese with its keys left in."""
