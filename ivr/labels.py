"""中文标签: the Chinese words the pages and tables show for the English names of the code."""

KINDS = {
    "inquiry": "咨询",
    "service": "服务",
    "help": "求助",
    "complaint": "投诉",
    "report": "举报",
    "suggestion": "建议",
    "praise": "表扬",
    "business_complaint": "涉企营商环境投诉",
}

EMERGENCY_SERVICES = {"110": "公安", "119": "消防", "120": "急救", "122": "交通事故"}
