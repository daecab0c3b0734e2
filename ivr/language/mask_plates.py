# ruff: noqa: E501 - a pattern reads better whole
"""脱敏 of number plates, written (辽A12345) and as they are heard (聊诶一二三四五)."""

import re

from ivr.language.said_digits import BETWEEN, DIGIT

_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼遼滬蘇魯贛雲陝閩貴瓊沈"
_HEARD_PROVINCE = "料聊疗撂撩瞭廖燎"  # 辽 as the recogniser writes it
_LETTER = "[A-Za-zＡ-Ｚ]|诶|欸|艾弗|艾尺|艾勒|艾姆|艾斯|艾|爱|阿|啊|必|比|币|逼|毕|西|希|弟|地|滴|迪|哎|依|衣|鸡|开|杰|恩|欧|屁|丘|提|优|维"
_INSIDE = "[A-Za-zＡ-Ｚ]|诶|欸|艾弗|艾尺|艾勒|艾姆|艾斯|艾克斯|必|弟|迪|踢|替|皮|屁|叉|圈|勾|杰|欧|达不[溜六]|达布[溜流]"
_IN_PLATE = rf"(?:(?:[两二三四五六七八2-8]个|双)[{DIGIT}A-Za-z]|{_INSIDE}|[{DIGIT}]){BETWEEN}"
_PLATE = re.compile(
    rf"(?P<where>(?:(?:辽宁|吉林|黑龙江|河北|山东|北京|内蒙古?)(?:省)?(?:的)?[{_PROVINCE}]?|[{_PROVINCE}{_HEARD_PROVINCE}])[·.、，,\s]{{0,2}}(?:{_LETTER})|了(?=[A-P][A-Z0-9]{{5}}|(?:[A-P]|诶|欸)[零〇一二三四五六七八九幺]{{5}})(?:[A-P]|诶|欸))(?:牌照?|车牌)?(?:[·.、，,\s\-]|的|那个|车|呃|嗯|大写|新能源){{0,3}}(?:(?<=[A-Za-z诶欸艾爱])为)?(?:{_IN_PLATE}){{2,6}}[A-Za-z{DIGIT}挂警学港澳领使](?![{DIGIT}])"
    rf"|(?P<lead>(?:车牌(?:号码?)?|牌照|车号)(?:是|为|[:：])?)[A-Za-z]?[·.\-\s]?(?:{_IN_PLATE}){{4,5}}[A-Za-z{DIGIT}]"
    rf"|(?<![A-Za-z])(?P<bare>[A-HJ-NP-Z][·.\-]?)(?=[A-Z0-9]*[0-9])[A-Z0-9]{{5,6}}(?=(?:的?车)|[{_PROVINCE}][A-Z])"
)


def mask_plates(text: str) -> str:
    """The plates in a text hidden but for province and letter: 辽A*****."""
    return _PLATE.sub(lambda m: f"{m['where'] or m['lead'] or m['bare']}*****", text)
