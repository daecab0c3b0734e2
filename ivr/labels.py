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

OUTCOMES = {
    "open": "通话中",
    "abandoned": "来电放弃",
    "ended": "已结束",
    "answered": "即时答复",
    "ticket": "已立工单",
    "operator": "人工服务",
    "police": "已转联动单位",
}

TICKET_STATES = {
    "draft": "待确认",
    "accepted": "已受理",
    "routed": "已转办",
    "handling": "办理中",
    "returned": "已退回",
    "fed_back": "已反馈",
    "rated": "已评价",
    "followed_up": "已回访",
    "supervised": "督办中",
    "summoned": "已约谈",
    "closed": "已办结",
    "merged": "已并单",
    "void": "已作废",
}

TICKET_MOVES = {
    "accept": "受理",
    "cancel": "作废",
    "answer": "即时答复",
    "route": "转办",
    "take_up": "签收办理",
    "hand_back": "退回",
    "extend": "延期",
    "interim": "阶段性反馈",
    "feed_back": "反馈",
    "rate": "评价",
    "follow_up": "回访",
    "supervise": "督办",
    "summon": "约谈",
    "close": "办结",
    "reopen": "重办",
    "merge": "并单",
    "separate": "拆单",
    "edit": "更正",
    "add": "补充",
    "amend": "来电人更正",
    "confide": "要求保密",
}

LIMITS = {"return": "退回", "respond": "反馈", "close": "办结"}

STANDINGS = {"in_time": "期限内", "due_soon": "临期", "overdue": "超期"}

CHECK_LEVELS = {1: "一级（班组）", 2: "二级（质检）", 3: "三级（平台）"}

JOURNAL = {
    "seat": "坐席状态",
    "starves": "外呼积压",
    "board": "多节点协作",
    "arrived": "来电",
    "dialled": "外呼",
    "ringing": "振铃",
    "answered": "接通",
    "ended": "通话结束",
    "leg_ended": "线路结束",
    "said": "播报",
    "partial": "正在听",
    "heard": "听到",
    "key": "按键",
    "step": "环节",
    "understood": "理解",
    "instant_answer": "即时答复",
    "draft": "工单草稿",
    "ticket": "立单",
    "ticket_step": "工单流转",
    "emergency": "紧急",
    "doubt": "疑似险情",
    "sensitive": "敏感事项",
    "helped": "是否解决",
    "rated": "评价",
    "queued": "排队",
    "position": "位次",
    "offered": "派送坐席",
    "connected": "已接通人员",
    "returned": "退回队列",
    "handover": "转接",
    "transfer": "坐席转接",
    "outbound_started": "回访呼出",
    "outbound_cancelled": "回访让行",
    "outbound_done": "回访完成",
    "parked": "寄存",
    "fault": "故障",
    "lost": "记录丢失",
}

# Fields of journal entries that a page shows, with their label ("": the value speaks for itself).
JOURNAL_FIELDS = {
    "text": "",
    "title": "",
    "summary": "",
    "number": "工单号",
    "service": "联动",
    "reason": "原因",
    "words": "原话",
    "operator": "坐席",
    "caller": "来电号码",
    "called": "拨打号码",
    "key": "按键",
    "position": "第几位",
    "confidence": "识别把握",
    "took": "识别用时（秒）",
    "answer": "答复",
    "helped": "已解决",
    "seconds": "时长（秒）",
    "what": "环节",
    "error": "错误",
    "rating": "评分",
    "remark": "意见",
    "action": "动作",
    "by": "由",
    "why": "理由",
}

# What stands in them in English; a value that has no label is shown as it is.
JOURNAL_VALUES = {
    "by": {"us": "热线", "them": "对方", "nobody": "系统"},
    "helped": {"yes": "是", "no": "否", "inferred": "是（未再追问）"},
    "action": TICKET_MOVES,
}
