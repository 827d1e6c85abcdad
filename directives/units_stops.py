"""Words at which a name that goes on in words of its own ends: what offices do, and the links behind a name."""

import re

_ACTS = (
    r"ban_hành|biên_soạn|biên_tập|biểu_diễn|bàn_giao|bám|báo_cáo|bình_xét|bơm|bảo_lưu|bảo_đảm|bắc|bắt|bố|bố_trí|bồi_dưỡng|"
    r"bổ_nhiệm|bổ_sung|cam_kết|chi_trả|chia_sẻ|cho_vay|chuyển_(?!đổi|dịch)\w+|chuẩn_bị|chăm|chưa|chấm|chấm_dứt|chấn|chấp|"
    r"chỉ_đạo|chỉ_định|chỉnh_lý|chỉnh_sửa|chịu|chọn|chốt|chủ|chủ_động|coi|cung|cân|cân_đối|còn|công_bố|công_khai|cũng|"
    r"cấp_giấy|cấp_kinh|cấp_phát|cấp_ứng|cần|cập|cắm|cắt|củng|cử|di_chuyển|di_dời|duy_trì|duy_tu|dọn|dừng|dự_báo|dự_kiến|dự_thảo|"
    r"dự_trù|ghi|gia_hạn|giám_sát|giao_ban|giao_cho|giao_các|giao_nhiệm|giao_phòng|giao_sở|gieo|giúp|giải_ngân|giải_phóng|giải_quyết|"
    r"giải_tỏa|giảm_(?!nghèo|nhẹ|thiểu)\w+|giữ_(?:gìn|nguyên|vững|ổn|liên)|gấp|gắn|gửi|hiệp_thương|hoàn_chỉnh|hoàn_thiện|"
    r"hoàn_thành|hoàn_trả|hoàn_tất|hãy|hướng_dẫn|hạ_(?!tầng|lưu|du|giới|long|hòa|lang)\w+|huy_động|họp|hỗ|in|khoanh|khâu_nối|khuyến_cáo|khuyến_khích|khôi_phục|không|khơi|"
    r"khảo_sát|khẩn|khắc|khắc_phục|khởi_công|khởi_động|kiên_quyết|kiến_nghị|kiểm_kê|kiểm_soát|kiểm_tra|kiểm_đếm|kiện_toàn|"
    r"kê_khai|kêu|ký|ký_hợp|ký_kết|kết_hợp|kết_nối|kịp|lan_tỏa|loại_bỏ|luân_chuyển|luôn|làm|lên|"
    r"lưu_(?!trữ|vực|thông|trú|động)\w+|lấy|lập|lắp|lồng|mua|mạnh_dạn|mời|mở|ngay|nghe|nghiêm|nghiên_cứu|nghiệm|nghiệm_thu|"
    r"ngăn|ngừng|nhanh_chóng|nhân_dịp|nhân_rộng|nhận|nhập_(?!khẩu|cư)\w+|nhắc|nhổ|niêm|niêm_phong|niêm_yết|nâng|nâng_cao|"
    r"nâng_cấp|nên|nêu|nói|nạo|nạp|nắm|nối|nộp|phun|phát_dọn|phát_huy|phát_hành|phát_quang|phát_sóng|phát_động|phân|"
    r"phân_công|phê_duyệt|phải|phản_hồi|phản_ánh|phấn_đấu|phối_hợp|phổ_biến|phụ_trách|phục_hồi|quan_tâm|quy_định|quyết|rà|"
    r"rút|rải|san|soạn_thảo|sàng_lọc|sơ_kết|sơ_tán|sắp|sẽ|số_hóa|sớm|sử_dụng|sửa|sửa_chữa|tham_dự|tham_gia|tham_khảo|"
    r"tham_mưu|tham_quan|tham_vấn|thanh_toán|thanh_tra|thay|theo_dõi|thiết_lập|thu_gom|thu_hút|thu_hồi|thu_mua|thu_nộp|thu_thập|"
    r"thành_lập|tháo|thí_điểm|thông_báo|thúc_đẩy|thường_xuyên|thẩm_tra|thẩm_định|thống_kê|thống_nhất|thử_nghiệm|thực_hiện|"
    r"thực_hành|tinh_giản|tiêm_phòng|tiêu_hủy|tiến|tiến_hành|tiếp_cận|tiếp_nhận|tiếp_thu|tiếp_tục|tiết_kiệm|trao_đổi|treo|"
    r"triển_khai|truy_cứu|truy_quét|truy_thu|trình|trình_bày|trả_lời|trồng_(?!trọt)\w+|trực_\d+|trực_ban|trực_tiếp|"
    r"tuyên_truyền|tuyển|tuân|tuần_tra|tìm_(?!kiếm)\w+|tích_cực|tích_nước|tính|tính_toán|túc_trực|tăng_(?!trưởng|gia)\w+|tạm_dừng|"
    r"tạm_ngừng|tạm_ứng|tạo_(?:điều|sự|chuyển|lập|môi|thuận|nguồn|cơ|đột|động)|tập_huấn|tập_trung|tịch_thu|tổ_chức|tổng_hợp|"
    r"tổng_dọn|tổng_kiểm|tổng_kết|tổng_rà|tổng_vệ|tự_(?!quản|vệ|do|nguyện)\w+|viết|vá|vẽ|vẫn|vận_hành|vận_động|xem|xin|"
    r"xuất_(?!khẩu|nhập|bản)\w+|xác_minh|xác_định|xây_dựng|xây_mới|xét|xả|xếp|xử_lý|yêu|đang|điều_chỉnh|điều_tra|điều_động|"
    r"đo|đàm|đàm_phán|đánh|đáp_ứng|đón|đóng|đôn|đăng|đăng_ký|đưa|đảm_(?:bảo|nhiệm|nhận|đương)|đẩy|đắp|đề|đề_xuất|định_kỳ|"
    r"đối_chiếu|đối_thoại|đồng_loạt|đồng_thời|động_viên|ưu|ưu_tiên|ủng|ủy_quyền|ứng_dụng|ứng_phó"
)
_LINKS = (
    r"bao_gồm|bởi|cho|các|có|cùng|căn|do|gồm|hoặc|hàng|hằng|hết|khi|liên_quan|là|mà|nhằm|này|nếu|quán|ra|theo|thuộc|thì|"
    r"trong|trên|trước|tuần|tại|từ|và|vào|về|với|đã|được|đến|để|đối_với"
)

RUN_STOPS = re.compile(rf"{_ACTS}|{_LINKS}")
"""Where a run of words ceases to be a name: verbs and links, one syllable, or two joined by "_"."""

ACTS = re.compile(_ACTS)
"""The verbs among them: whoever is named before one acts."""
