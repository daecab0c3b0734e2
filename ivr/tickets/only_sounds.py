# ruff: noqa: E501 - a pattern reads better whole
"""只是听着像: what only sounds like danger to what is learnt, and what it is instead.

A debtor who hides, a leak that is back, a bin nobody empties, rubbish thrown where it must not
be, the fumes of a kitchen, the smoke of a grill, a cold room, a cock that crows, a bill, a noise.
Each is asked of the whole text, of the stretch that sounds so, and of what stands near it; a
hit of a rule is never excused by these, and no word of harm may stand near.
"""

import re
from collections.abc import Callable

# 包工头跑了电话打不通: who owes money hides from it; a child or an old man who is gone is lost.
_DEBTOR = re.compile(
    r"(?:包工头|工头|老板|中介|开发商|商家|店家|卖家|房东|二房东|租客|教练|物业|公司|施工队|装修队|机构|健身房|培训班|平台)[^，。]{0,6}"
    r"(?:跑(?!.{0,3}[孩娃])|失联|联系不上|打不通|找不[着到]|没影|不见|躲)"
)
_SOMEBODY = re.compile(
    r"[孩娃爸妈爷奶姥婆爹娘儿女]|老人|老伴|晕|昏|伤|血|烧|火|刀|死|跳|困|救|打(?!不通|电话|工)|撞"
)
# 现在又漏了, of which nothing is said: it was reported before; gas has a name.
_BACK_AGAIN = re.compile(
    r"(?:[嗯啊哦，]|现在|今天|这[几两]天|昨天|修(?:完|好)了?|没[几两]天|结果)*+又(?:在|给)?(?:漏|坏|堵|停|冒)(?:水|上来)?[了着呢啊]*"
)
_MAY_BE_GAS = re.compile(r"气|煤|燃|味|电|油|罐|火|烟|毒|氨|化工|瓦斯")

# What no bill, no noise and no rubbish is told with.
_HARM = re.compile(
    r"[晕昏伤血烧烟刀枪困救炸爆毒命哭喘断塌埋压淹溺绑拐砍捅杀掐追吓疼痛漏蹲趴夹绞]|卡[住在里]|跳(?!绳|舞|广场|操|闸)|不[让放][我俺他她人]|翻[我墙窗]|进来|不认识|陌生|生人|(?<![气烦吵愁乐])死|(?<!熄)(?<!不着)火(?!锅|车|爆)|(?:掉|坠|跳)[下进到]|撞(?!音)|抢|打(?!牌|麻将|电话|扰|[一幺]|110|12|算|扫|架子鼓|球|更|听|不通|热线|鼓)|走丢|不见了|失踪|推我|动手"
)
# 教育机构跑路了，老师电话都关机了: a business that is gone, whoever had paid.
_BUSINESS_GONE = re.compile(
    r"跑路|卷[钱款]|倒闭|闭店|关门了|人去楼空|退(?:费|卡|课|钱)|(?:机构|公司|店|馆|房)[^，。]{0,4}(?:黄了|关了|没人了)"
)
_ITS_PEOPLE = re.compile(
    r"(?:老师|教练|客服|销售|店长|校长|老板|经理|中介|机构|公司|店家|商家|平台)[^，。孩娃人]{0,6}(?:关机|打不通|联系不上|不接|没人接|找不[着到]|不见)"
)
# 我家电费突然多了好几百
_BILL = re.compile(
    r"(?:电费|水费|燃气费|气费|取暖费|话费|物业费|流量|停车费|费用|账单|余额)[^，。]{0,10}(?:多|涨|高|贵|少了|扣|翻[倍番])"
)
# 旧沙发想扔能不能来人拉
_UNWANTED = re.compile(
    r"(?:沙发|床垫|家具|冰箱|洗衣机|电视|空调|柜子?|衣柜|桌子?|床|马桶|旧物|垃圾|废品|建筑垃圾|装修垃圾)[^。]{0,6}(?:想|要|不要|没地方|往哪|咋|怎么)[^。]{0,6}(?:扔|处理|回收|拉走|丢|清走|搬走)"
)
# 无人机可响了, 楼上天天半夜蹦跶, 洗浴放音响
_SOUNDS = re.compile(
    r"(?:无人机|航模|音响|音箱|音乐|喇叭|唢呐|锣鼓|架子鼓|钢琴|广场舞|电视|麻将|KTV|歌厅|空调|外机|水泵|风机|冷却塔|施工|装修|电钻|摩托|炸街)[^。]{0,16}(?:响(?!了一下)|吵|嗡|噪|闹|震|动静|声[音儿大]|睡不着|又[放唱]|开到|放到|唱到)"
    r"|(?:楼上|楼下|隔壁|邻居|对门)[^。]{0,16}(?:蹦|跺|剁|跳绳|拖椅子|拖桌|弹琴|唱歌|拍皮球)"
)
# 加的油有问题车就熄火了: of the fuel that was sold.
_FUEL = re.compile(r"加油站|加(?:完|的|了)?油|油品|油(?:有|出)问题|假油")
_STALLED = re.compile(r"熄火|趴窝|打不着|抛锚|坏了|没劲|故障灯")
_ON_THE_ROAD = re.compile(
    r"高速|高架|隧道|路中间|车道|马路(?:上|中)|堵|现在|刚才|动不了|怎么办|咋办"
)
# 楼道里充电我怕着火: feared; nothing smokes or burns yet.
_FEARS_FIRE = re.compile(
    r"(?:怕|担心|害怕)(?:[^，。着起失]{0,6})(?:着火|起火|失火|爆炸|引起火灾|着起来)(?:了)?[呢啊]?"
)
_MAY_BURN = re.compile(
    r"充电|飞线|电瓶|电动车|堆|纸壳|杂物|柴|消防|彩钢|煤气罐放|存放|私拉|烟花爆竹"
)
_BURNS_ALREADY = re.compile(
    r"冒|火[苗星花光势]|[糊焦]|烫|鼓包|滋|噼|现在|已经|闻|煤气味|漏|着了|烧(?:起来|着)|[晕昏困救呛]|刚"
)
# 公交站牌让车撞倒了: a thing; who was in the car or stood by is told of.
_RUN_INTO = re.compile(
    r"(?:站牌|站亭|候车亭|路牌|指示牌|护栏|隔离|路灯|灯杆|杆子?|井盖|垃圾[桶箱]|花坛|道闸|监控|信号灯|红绿灯|石墩|墙)[^，。人孩]{0,4}(?:让|被|叫|给)[^，。人孩]{0,5}车(?:给)?(?:撞|刮|压|怼|剐)[倒坏歪断了]*"
)
# 气得都快炸了, 差点没气死
_ANGRY = re.compile(
    r"气(?:得|的)(?:我|他|她|人|都|快|要|直|肺)*(?:炸|爆|疯|冒烟|要命|死)了?|(?:差点没?|快)(?:把)?(?:我|他|她)?(?:给)?气死|(?:急|愁|烦)死"
)
_MADE_ILL = re.compile(r"[晕昏]|犯病|犯了|血压|倒(?:地|下|在)|送医院|住院|喘|心脏病|抽")
# 她在外地呢, 我妈的也到期了, 那我爸也要去呢: of an errand, and of who is elsewhere.
_ERRAND = re.compile(
    r"(?:(?:也(?:要|想|得)去|那|就|现在|我|你|他|她|俺|[爸妈爹娘爷奶姥]|媳妇|老公|老婆|老伴|对象|儿子|女儿|闺女|孩子|孙子|家|人|的|也|都|又|还|身份证|居住证|户口本?|社保卡|医保卡?|驾驶?[证照]|护照|到期|过期|快|了|咋|怎么|如何|换|补|办|续|在(?:外地|老家|国外|外省|北京|上海|深圳|广州)(?:打工|上班|上学|住|工作)?|(?:能|用)不(?:能|用)|呢|啊|呀|吗|，)(?<![离去]了))++"
)
_OF_AN_ERRAND = re.compile(
    r"外地|老家|国外|外省|到期|过期|也(?:要|想|得)去|在(?:北京|上海|深圳|广州)"
)
# 没人掉下去呢还: nobody has come to harm.
_NOBODY_FELL = re.compile(
    r"(?:[目前现在暂时还倒是也都幸好亏，]|到现在)*+没(?:有)?人(?:掉|摔|伤|砸|碰|受伤|栽|陷|卡|压|夹)(?:下去|进去|里面?|里头|着|到|伤|过|住|倒)*(?:呢|还|吧|呀|啊|了|目前|暂时|，)*+"
)
# 就辽河大桥底下那块，盘山县那边: where, and nothing besides.
_ONLY_WHERE = re.compile(
    r"就?(?:是|在)?[^，。]{1,10}(?:底下|旁边|附近|对面|那边|那块|这块|那儿|跟前|门口|路口)(?:那块|那边|那儿|那里)?(?:，[^，。]{1,8}(?:那边|那块|那儿|附近))?"
)
_NO_SUCH_PLACE = re.compile(r"[人孩娃妈爸他她我车楼井坑水]|(?:栏杆|悬崖)")
# 老公在工地摔了腰椎骨折，十月十二号摔的: that day is past, and money is asked for.
_WHEN_IT_WAS = re.compile(
    r"(?:去年|前年|上个?月|[0-9一二三四五六七八九十]{1,3}月(?:份|[0-9一二三四五六七八九十]{1,3}[号日])?|年初|年前)(?:[^，。]{0,4})(?:摔|砸|伤|撞|受|出|烫|烧|压|掉)[^，。]{0,3}的"
)
_ACCIDENT = re.compile(r"[摔伤砸断烫烧撞]|骨折")
_NOW = re.compile(
    r"现在(?!.{0,6}(?:没|不|老板|单位|还没))|刚|今天|快来|赶紧|救|叫不|[昏晕血]|起不来"
)
_TO_BE_PAID = re.compile(r"工伤|工商|赔|医药费|老板|报销|认定|误工|伤残|不给|不管")


# 垃圾桶好几天没人倒了: a bin, and no person who fell.
_BIN = re.compile(r"垃圾|泔水|厨余|废品|桶|箱")
_NOT_EMPTIED = re.compile(r"(?:没有?人|没谁|不)(?:来|给|去|管|往外)?[倒收清拉]")
_FALLEN = re.compile(r"[倒躺]|个人")
# 饭店排烟道往我家灌烟: what a kitchen sends out; a stove at home may poison, and a fire has its words.
_KITCHEN = re.compile(
    r"油烟|饭店|饭馆|餐馆|餐厅|餐饮|烧烤|烤肉|烤串|串店|烤鸭|火锅|面馆|拉面|饺子馆|小吃|早餐|早点|食堂|厨房|后厨|炒菜|炸串|大排档|熟食"
)
_FUMES = re.compile(
    r"(?:烟|味)[^，。]{0,12}(?:往|朝|冲着|对着|直)[^，。]{0,8}(?:灌|飘|排|吹|进|钻)|排烟[^，。]{0,8}呛|烟[^，。]{0,12}(?:熏|呛)"
)
_NO_FUMES = re.compile(
    r"着火|[起失明]火|火[苗光势花]|着(?:了|起)|烧(?:起来|着)|[蹿爆]|自燃|浓烟|黑烟|[晕昏倒]|迷糊|救|困|出不[来去]|上不来气|喘不"
    r"|煤气|燃气|天然气|液化气|一氧化碳|中毒|消防|突然|忽然|炉子|炕|老人|孩子|抽搐|吐|红|烫|响|油锅|烟了|越来越|冒(?!油烟)"
)


# 七八只鸡天天打鸣, 邻居养大鹅叫唤: fowl, and whoever keeps it; a dog may bark at what it found.
_FOWL = r"(?:公鸡|母鸡|鸡(?!西|冠山)|大?鹅|鸭(?!绿江)子?|鸽子|孔雀|鹦鹉)"
_FOWL_HEARD = re.compile(
    rf"(?:(?:有|几|一)?个?(?:人|邻居|住户|人家)[^，。人]{{0,8}}养[^，。人]{{0,6}}?)?{_FOWL}"
    r"[^，。人]{0,10}?(?:打鸣|[叫啼]唤?(?![不着没人救来车])|嘎嘎|咕咕|吵|扰民)"
)
# 有人往河里倒垃圾, 残土都卸沟里了: somebody throws away what nobody wants.
_REFUSE = (
    r"(?:[垃拉啦辣][圾级及机]|污水|脏水|废水|泔水|粪[便水]?|大粪|残土|渣土|建筑垃圾|泥浆|炉灰|秸秆|烂菜叶?|废料|废渣"
    r"|死(?:猪|鸡|鸭|鱼|狗|猫|羊))"
)
_THROWN = re.compile(
    rf"(?:有(?:个|些)?人[^，。人]{{0,6}}?)?(?:(?:往[^，。人]{{1,6}}?)?(?:倾倒|[倒扔丢排堆抛撇泼卸甩])[^，。人]{{0,6}}?{_REFUSE}"
    rf"|{_REFUSE}[^，。人]{{0,6}}?(?:倾倒|[倒扔丢排堆抛撇泼卸甩])(?!下来|塌|了个)(?:[到在进]?[^，。人]{{0,3}}[河沟坑里边])?)"
)
_COME_TO_HARM = re.compile(
    r"[躺摔滑栽瘫趴咬顶踢啄拱叼偷贼]|[个的]人(?!家|行)|(?<!没)有人|人影|没(?:动静|反应|声|回|气)|不[动醒]|老[头太]|婴|尸|骨头|化工|农药|油漆|[酸碱]|药瓶|炮|罐|[井锅缸碗]里|麻袋|包裹|哼|动弹|胳膊|好?像是"
)
# 卧室拔凉拔凉的: a room, and nobody in it who is cold to the touch.
_COLD_ROOM = re.compile(
    r"(?<!在)(?:屋[里子]?|卧室|客厅|厨房|厕所|卫生间|房间|家里?|教室|宿舍|暖[气起]片?|地热|地暖|管[子道]|炕|地板|墙)(?:[里头面上]|这边|那边|[也都就还全又是老]|现在|天天|整天|一天到晚|一摸|温度|，)*+(?:[拔巴冰哇瓦]凉){1,2}的?"
)
_BODY = re.compile(
    r"[他她谁您姐妹哥弟公婆媳姨姑舅叔手脚脸嘴身摸叫喊推]|(?<!没)人(?!民|工)|没(?:动静|反应|声|气)|不[动醒]|老[头太伴]|[冰拔]凉"
)
# 楼下烧烤店冒烟: of what a grill does every day; 冒烟了, 冒浓烟 may be more.
_GRILL_SMOKE = re.compile(
    r"(?:烧烤|烤肉|烤串|串店|炸串|大排档|烤鸭|烤鱼|铁板)(?:店|摊|摊子|档|馆|炉子|的|那家|那边|家|，|天天|每天|整天|晚上|一到|半夜|老是?|总是?|一直|就|都|往外|直)*+冒(?:油)?烟(?!了|[^，。]{0,3}[大黑浓])"
)


def _fowl_heard(text: str, within: str, _near: str) -> bool:
    kept = _FOWL_HEARD.sub("", text)
    return _harmless_beside(_FOWL_HEARD, text, within) and not _SOMEBODY.search(kept)


def _thrown_away(text: str, within: str, _near: str) -> bool:
    return _harmless_beside(_THROWN, text, within) and not _SOMEBODY.search(text)


def _harmless_beside(told: re.Pattern[str], text: str, within: str) -> bool:
    """Such a thing sounds so, and nothing that is told besides is harm."""
    rest = told.sub("", text)
    harm = _HARM.search(rest) or _COME_TO_HARM.search(rest)
    return bool(told.search(within)) and not harm


def _cold_room(text: str, within: str, _near: str) -> bool:
    rest = _COLD_ROOM.sub("", text)
    body = _BODY.search(rest) or _SOMEBODY.search(rest) or _HARM.search(rest)
    return bool(_COLD_ROOM.search(within)) and not body


def _grill_smoke(text: str, within: str, _near: str) -> bool:
    rest = _GRILL_SMOKE.sub("", text)
    return bool(_GRILL_SMOKE.search(within)) and not _NO_FUMES.search(rest)


def _not_emptied(text: str, within: str, _near: str) -> bool:
    if _SOMEBODY.search(text):
        return False
    rest, emptied = _NOT_EMPTIED.subn("", text)
    return bool(emptied and _BIN.search(within)) and not _FALLEN.search(rest)


def _kitchen_fumes(text: str, _within: str, near: str) -> bool:
    if _NO_FUMES.search(text):
        return False
    return bool(_KITCHEN.search(near) and _FUMES.search(near))


def _tame(words: re.Pattern[str]) -> Callable[[str, str, str], bool]:
    """Told of such a thing, and of no harm near it."""
    return lambda _text, within, near: bool(words.search(within)) and not _HARM.search(near)


def _noise(_text: str, _within: str, near: str) -> bool:
    return bool(_SOUNDS.search(near)) and not _HARM.search(near)


def _bad_fuel(text: str, within: str, near: str) -> bool:
    fuel = _STALLED.search(within) and _FUEL.search(text)
    return bool(fuel) and not (_ON_THE_ROAD.search(text) or _HARM.search(near))


def _fire_feared(text: str, within: str, near: str) -> bool:
    if not _FEARS_FIRE.search(within) or _BURNS_ALREADY.search(text):
        return False
    return bool(_MAY_BURN.search(text)) and not _HARM.search(_FEARS_FIRE.sub("", near))


def _thing_run_into(_text: str, within: str, near: str) -> bool:
    rest, hits = _RUN_INTO.subn("", near)
    return bool(hits and _RUN_INTO.search(within)) and not _SOMEBODY.search(rest)


def _anger(text: str, within: str, near: str) -> bool:
    rest = _ANGRY.sub("", near)
    calm = not (_HARM.search(rest) or _MADE_ILL.search(text))
    return bool(_ANGRY.search(within)) and calm


def _errand(_text: str, within: str, _near: str) -> bool:
    return bool(_OF_AN_ERRAND.search(within)) and _ERRAND.fullmatch(within) is not None


def _nobody_fell(_text: str, within: str, _near: str) -> bool:
    return _NOBODY_FELL.fullmatch(within.rpartition("，")[2]) is not None


def _only_where(_text: str, within: str, _near: str) -> bool:
    where = _ONLY_WHERE.fullmatch(within)
    return where is not None and not (_NO_SUCH_PLACE.search(within) or _HARM.search(within))


def _of_a_past_day(text: str, within: str, _near: str) -> bool:
    if not _ACCIDENT.search(within) or _NOW.search(text):
        return False
    return bool(_WHEN_IT_WAS.search(text) and _TO_BE_PAID.search(text))


def _business_gone(text: str, within: str, _near: str) -> bool:
    gone = _BUSINESS_GONE.search(text) and _ITS_PEOPLE.search(within)
    return bool(gone) and not _HARM.search(text)


def _gone_with_money(text: str, within: str, _near: str) -> bool:
    return not _SOMEBODY.search(text) and _DEBTOR.search(within) is not None


def _back_again(text: str, within: str, _near: str) -> bool:
    if _MAY_BE_GAS.search(text) or _SOMEBODY.search(text):
        return False
    return _BACK_AGAIN.fullmatch(within.rpartition("，")[2]) is not None


ONLY_SOUNDS: dict[str, Callable[[str, str, str], bool]] = {
    "gone_with_money": _gone_with_money,
    "back_again": _back_again,
    "not_emptied": _not_emptied,
    "thrown_away": _thrown_away,
    "fowl_heard": _fowl_heard,
    "cold_room": _cold_room,
    "kitchen_fumes": _kitchen_fumes,
    "grill_smoke": _grill_smoke,
    "business_gone": _business_gone,
    "bill": _tame(_BILL),
    "unwanted": _tame(_UNWANTED),
    "noise": _noise,
    "bad_fuel": _bad_fuel,
    "fire_feared": _fire_feared,
    "thing_run_into": _thing_run_into,
    "anger": _anger,
    "errand": _errand,
    "nobody_fell": _nobody_fell,
    "only_where": _only_where,
    "of_a_past_day": _of_a_past_day,
}
