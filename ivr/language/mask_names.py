# ruff: noqa: E501 - a pattern reads better whole
"""脱敏 of names: by the words that stand beside them, and by what names are made of.

我叫…, 举报人…, …先生 say that a name follows. Without such words a name is a frequent surname with
one or two of the characters that people are named with, where no everyday word is cut in two.
"""

import re

from ivr.language.common_words import common_words, proper_words

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛奚范彭郎鲁韦昌马苗方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴宋"
    "庞熊纪舒屈项祝董梁杜阮蓝闵席季麻贾路娄江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪解应宗丁宣邓"
    "郁单杭洪包诸左石崔吉龚程邢裴陆荣翁荀羊惠甄曲封芮储靳段富巫焦谷侯全班秋仲宫宁仇甘武符刘景詹束龙叶幸司黎印白蒲鄂"
    "赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶冉桑桂牛寿通边燕冀尚农温别庄晏柴瞿阎慕连茹习艾鱼容向古易慎戈廖"
    "庾终暨居衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越隆师巩聂晁勾敖融冷訾辛阚那简饶空曾沙养鞠须丰关查后荆红游闫付肖代"
    "丛初矫隋衣栾苑綦战佟仝佘鄢覃揭修苟车牟栗迟门逯邰仉郇郗亓仵佴俎庹麻乜缑隗萨谌笪羿赫粟冼禚禤尉厉岳芦涂辜丘晋邸郜糜竺薄兰楚盖"
)
_DOUBLE = "欧阳|上官|司马|诸葛|司徒|东方|尉迟|皇甫|慕容|令狐|宇文|长孙|端木|呼延|赫连|公孙|轩辕|澹台|独孤|拓跋|钟离|夏侯|濮阳|淳于|太史|申屠|完颜|纳兰"
SURNAME = rf"(?:{_DOUBLE}|[{_SURNAMES}])"
# The hundred that most people have; those that are mostly other words (高 于 方 万 …) need a lead.
_FREQUENT = (
    "王李张刘陈杨赵周吴徐孙胡朱郭罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈彭吕苏卢蒋蔡贾丁魏薛阎余潘杜夏汪姜范姚谭廖邹熊"
    "陆郝孔崔邱秦史顾侯邵孟段尹黎贺赖龚黄马林"
)
# Surnames that are other words too: without a lead only with a given name of two characters.
_WITH_TWO = (
    "高于汤叶钟金石江方万白任何常文毛曲田左祝柳庄齐单娄佟关解闵宫隋褚卫尤施严华陶戚喻柏窦章葛奚"
    "郎鲁韦昌俞酆鲍廉岑雷倪滕殷毕邬皮卞康伍卜穆湛祁禹狄贝臧伏庞纪舒屈项阮蓝席季童颜梅盛刁骆樊凌"
    "霍虞柯莫裘缪宗宣郁杭洪诸吉邢裴荣翁荀羊甄封芮储靳巫焦谷秋仲宁仇甘武符景詹束幸蒲鄂卓蔺屠蒙乔"
    "阴胥苍闻莘翟贡劳逄姬申扶冉桑桂牛燕冀尚晏柴瞿慕茹习艾容慎戈庾暨衡耿弘匡寇禄阙欧沃蔚巩聂晁勾"
    "敖融冷訾辛阚饶鞠须荆游闫肖丛矫衣栾苑綦仝佘鄢覃苟邰龙牟逯仉郇郗隗谌厉禚冼岳邸郜辜"
)
# What people are named with; read off the lists of frequent given names, not off anybody.
_IN_NAMES = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国德志海春淑珍凤荣福生成文永庆忠义仁礼智信武斌浩宇鹏飞龙虎彪"
    "辉光亮晓晨旭阳东波涌清洁雪冰霜松柏林森树根柱梁栋铁钢金银宝贵富发财旺兴盛昌隆祥瑞吉安宁康健寿喜乐欢欣悦怡佳嘉美艺琴棋诗"
    "雅慧颖聪莉莎莲菊竹萍蓉薇芝芬芸苗茹茜蕾婷婉娥媛嫣妍姗倩倪玲珊珠琳琪瑶瑾璐璇岩峰山岭川江河湖沛泽润源泉渊浚洪涵淼然燕莺鹃鸿鹤"
    "凯旋胜利卫民爱党革新跃进援朝立业学勤俭思诚谦恒毅恺悌孝顺廷庭启航远达通博弘毓子梓轩萱涵墨宸睿泽皓俊豪雄帅威震霆雷雨云露虹"
    "霓彩小大双全喜满来有长保连占守继绍承振耀彦贤良才俊繁素哲鑫森焕殿恩鸣权贞素洪顺财奎魁元贺茂宗宪法善增广田士世克若如一凡可心语诺依伊琦珂月星辰"
    "羽佩霏萌沐奕熙冬黛丹桐雯硕迪弛帆维琨蒙冰楠畅彤昊炜翔睿尧煜烨烁灿煊珏珮璟琰瑜璞妮娣妤姝婧婵婕娴芷芮芙芊苒茵荷莹菲蕊蓓钧钊钦铭锋锐锦涓淇淑渝滢滨澜濛瀚宏崇嵘巍彬恬惟斐昀昕昱晗晟晖曦栩桢榕樱沁泓炳熠玮玥祎祺禹稷筠纬绮翊翎翠翰聆舒茗菁萧蔓蕙誉豫赫轲轶铃锡闯雁霁韬韵颂馨骁骏骥鹂麟庚寅虔仪仙绵翘升芹葵琚珅玺珩纹纺娇娣香男"
)
# Given names that are everyday words with characters that are in few other names.
_GIVEN_WORDS = ("和平", "建设", "解放", "国庆", "胜利", "向阳", "朝阳", "得水")
# What names of Uighurs, Mongols, Tibetans, Kazakhs are written in.
_FAR = "阿艾巴买提江古丽热依木合其格尔斯吾力哈德拉图娜仁娃布苏乌云那松特根额敦音迪里努帕夏汗玛克孜亚森库则米吐逊卓扎西次顿珠央旺堆达"
# A given name of one character, where the character is seldom anything else behind a surname.
_SINGLE = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞刚玲燕辉梅婷雪斌浩鹏宇鑫帅雷亮红峰玉兰凤英华娇琴萍洁倩颖晶晨博健宁悦欣佳慧莉蕾薇琳瑶璐凯龙虎志楠畅桐丹彤雯硕迪弛帆维琨蒙岩琦冰昊翔睿煜烨瑜妮婧婕娴芮菲钧锋铭彬昕晗晖炜玮玥祺翰轶韬馨骏麟旭昆鸣妍媛茜蓉莹莲芸婉珊"
_GIVEN = "[一-龥]"
_NO_GIVEN = (
    "住在我是的家电手身今来要想反投咨有了们说报就想给这那也都还跟把被请问和，。他她它去到上下不没"
)
_NAME = rf"(?P<name>(?!那[个快边里天时会车种样儿些]){SURNAME}(?:{'|'.join(_GIVEN_WORDS)}|(?:(?![{_NO_GIVEN}]){_GIVEN}|家(?=[一-龥])(?![里的住电在有是没暖门])){{1,2}}))"
_NOT_AFTER = "(?!费|站|位|祸|主任|经理|先生|女士)"
_KIN = "我|我们|您|你|本人|他|她|孩子|儿子|女儿|闺女|妹妹|妹|弟弟|弟|姐姐|姐|哥哥|哥|爷爷|奶奶|姥姥|姥爷|叔叔|舅舅|姑姑|姨|嫂子|婆婆|公公|岳父|岳母|孙子|孙女|老伴|丈夫|妻子|爱人|对象|父亲|母亲|爸|妈|老公|媳妇"
_PERSON = rf"(?:{_KIN}|人|名字|姓名|业主|户主|房主|房东|老板|司机|店主|大夫|医生|老师|经办人|联系人|当事人|患者|学生)"
_PAUSES = r"(?:[，,、\s…]|嗯|呃|啊|那个){0,3}+"
TOLD_NAME = rf"{_PAUSES}{_NAME}{_NOT_AFTER}"  # behind 我叫
_SAYS_NAME = re.compile(
    rf"(?P<lead>{_PERSON}(?:的)?(?:名字|姓名)?(?:就)?(?:叫做?|名叫|名字叫|是叫|姓名是|名字是|名字叫做)|(?:姓名|全名)(?:是|为|叫|[:：])?|(?:名字|本人|联系人|户主|业主)(?:就)?(?:是|叫)|联系人[:：]?){TOLD_NAME}"
)
# 我姓诸葛叫诸葛小亮: whoever names the surname first tells a name, whatever it looks like.
_SURNAME_FIRST = re.compile(
    rf"(?P<lead>姓(?P<sur>{SURNAME})[，, ]?(?:我)?(?:名字|全名)?(?:就)?(?:叫做?|是|名叫)?)(?P<name>(?P=sur)(?!先生|女士|小姐|师傅|警官|主任|经理|老师|大夫|医生|书记|大[爷妈姐哥]|阿姨){_GIVEN}{{1,2}})"
)
_TITLED = re.compile(
    rf"(?P<surname>{SURNAME})(?P<given>{_GIVEN}{{1,2}})(?=先生|女士|小姐|同志|师傅|大爷|大妈|阿姨|经理|主任|大夫|医生|老师|警官|书记|律师)"
)
_NOT_GIVEN = re.compile(
    r"[区县市街道路村镇局院校站部门司厂店室物业班组馆长任的位个名找让给跟和社校]"
)
# 我叫赵、春、花: told character by character.
_SPELLED = re.compile(
    rf"(?P<lead>(?:叫做?|名字|姓名|[一二三四]个字)(?:就?是|叫)?[，,：:]?)(?P<sur>{SURNAME})(?P<given>(?:(?:[，,、\s…·]|呃|嗯|啊){{1,3}}+(?![{_NO_GIVEN}]){_GIVEN}){{1,2}}|(?:呃|嗯|、){{1,2}}{_GIVEN}{{2}})(?=$|[，。,、\s]|今年|住|电话)"
)
# 举报人陈志强, 包工头刘二柱, 物业经理赵铁柱, 李建国，男: a name shown by what stands beside it.
_BESIDE_LEAD = re.compile(
    rf"(?P<lead>(?:联系|举报|投诉|经办|收件|寄件|申请|当事|负责|委托|承租|报案|反映|诉求|来电|被投诉|签字|监护)的?人(?:是|为|叫|姓名)?[:：]?|我是(?:居民|市民|业主|户主|村民|住户|租户|车主|家长|职工|退休(?:职工|工人|教师|老师)|老党员)"
    rf"|(?:户名|姓名|法人|户主|业主|患者|病人|死者|包工头|法定代表人|户口本上)(?:是|为|叫)?[:：]?|(?:叫做?|名叫)|[的人]名是|我是|本人){_NAME}{_NOT_AFTER}"
    rf"|(?P<doer>[的人]是)(?P<shaped>{SURNAME}[{_IN_NAMES}]{{2}})"
)
_BESIDE_NUMBER = re.compile(
    rf"(?<![一-龥]){_NAME}(?=[，,：: ]{{0,2}}(?:的)?(?:联系)?(?:电话|手机|身份证|男[，,。]|女[，,。]|[+]?[0-9]{{3,}}\*|[零一二三四五六七八九幺]{{3}}\*))"
)
_AFTER_I_AM = re.compile(r"^(?:[，,。]|$|我?(?:家)?住|电话|手机|今年|男|女|我)")
_MADE_OF = re.compile(
    rf"(?=(?P<name>(?:{_DOUBLE}|[{_FREQUENT}])[{_IN_NAMES}]{{1,2}}|[{_WITH_TWO}][{_IN_NAMES}]{{2}}))"
)
_ROLE = re.compile(
    rf"(?P<lead>(?:主任|书记|会计(?!师)|队长|经理|老板|店长|租户|租客|房主|房东|代表|民警|警察|科员|司机|师傅|校长|院长|局长|所长|村长|组长|站长|科长|护士|保安|网格员|负责人|同事|朋友|邻居)(?:叫|是)?[:：]?){_NAME}{_NOT_AFTER}"
)
_TITLE = re.compile(r"大[爷妈夫姐哥叔婶娘]|阿姨|师傅|老师|经理|主任|书记|[姐哥叔姨爷婶]")
# 我叫阿依古丽: a name of whatever people, where nothing else could follow.
_ANY_NAME = re.compile(
    rf"(?P<lead>(?:{_KIN})(?:的?名字)?(?:就|名|是)?叫做?)(?P<name>(?![个过来们不得那这几两三一好人车上下谁])(?:(?![的了我你您他她它咱])[一-龥]){{2,6}})(?=$|[，。,]|住|今年|电话|身份证|来自)"
)
# 我是业主其其格: nothing but a name is written so.
_FAR_NAME = re.compile(
    rf"(?P<lead>(?:业主|户主|房东|居民|村民|住户|租户|患者|老板|邻居|[报系]人)(?:是|叫)?)(?P<name>[{_FAR}]{{3,7}})(?![一-龥]?(?:路|街|镇|乡|村|县|区|店|餐))"
)
_PLACE_FOLLOWS = re.compile(
    r"[小大一二三四五六七八九]?(?:区|路|街|道|巷|镇|乡|村|屯|县|市|省|站|桥|湾|岛|河|江|湖|山|城|镇|苑|园|庭|府|里|家园|花园|小区|广场|大厦|公寓|国际|新村|学校|小学|中学|大学|医院|公司|集团|超市|饭店|酒店|商场|药房|银行|物业|热力|供热|燃气|市场|公园|车站|机场|故居|旧居|纪念|陵园|塑像|雕像|线(?!索)|高速|铁路|大桥)"
)
_RELATIVES = "妈爸爹娘哥姐爷奶叔姨婶姑舅"
_NICKNAME = re.compile(
    rf"(?P<sur>[{_FREQUENT}])老(?:[大二三四五六七八]|幺)(?![百十千万0-9零一二三四五六七八九])"
)
_PEOPLE = frozenset({"nr", "nrt", "nrfg"})  # jieba's marks of people's names
_NO_TITLED = frozenset({"代课", "司机", "谢谢", "安装", "居委"})  # 司机师傅 is nobody's name
_NO_NAME = frozenset({"车来", "车祸", "包工头", "单元门", "家长"})
_BEGINS_NO_NAME = (
    "沈阳",
    "高峰",
    "汤子",
    "冷冰",
    "许可",
    "孙子",
    "杨树",
    "林子",
    "苏丹",
    "黄冰",
    "丁香",
    "郁金",
    "孙男",
)
_RARELY_A_NAME = frozenset(
    "能于都时应经双从修初战揭会后那随代通居车门迟盖楚兰"
)  # surnames that are mostly other words


def mask_names(text: str) -> str:
    """The given names in a text hidden: 王**; a name that was hidden once is so wherever it stands."""
    shown, words = _by_signs(text), common_words()
    for name, hidden in _hidden(text, shown):
        given = name[1:]
        if not all(c in _IN_NAMES or c in _FAR for c in given):
            continue
        if name not in words:
            shown = shown.replace(name, hidden)
        if len(given) == 2 and given not in words:
            shown = shown.replace(given, "**")
    return shown


def may_be_given(character: str) -> bool:
    """Whether people are named with it."""
    return character in _IN_NAMES


def names_in(text: str) -> list[tuple[str, str]]:
    """The names that a text tells, each as told and as shown: 王建国, 王**."""
    return _hidden(text, mask_names(text))


def _hidden(text: str, shown: str) -> list[tuple[str, str]]:
    """Where the two differ; a mask of a name is as long as the name."""
    runs = (found.span() for found in re.finditer(r"[^*]\*{1,6}", shown))
    told = dict.fromkeys((text[a:b], shown[a:b]) for a, b in runs)
    return [(name, hidden) for name, hidden in told if "*" not in name]


def _by_signs(text: str) -> str:
    text = _SAYS_NAME.sub(lambda m: m["lead"] + _name(m["name"]), text)
    text = _SURNAME_FIRST.sub(lambda m: m["lead"] + _name(m["name"]), text)
    text = _SPELLED.sub(lambda m: f"{m['lead']}{m['sur']}{'*' * len(m['given'])}", text)
    text = _BESIDE_LEAD.sub(_beside, text)
    text = _ROLE.sub(_of_role, text)
    text = _ANY_NAME.sub(_of_whatever_people, text)
    text = _FAR_NAME.sub(lambda m: m["lead"] + _name(m["name"]), text)
    text = _BESIDE_NUMBER.sub(lambda m: _unless_a_word(m["name"]), text)
    text = _TITLED.sub(_titled, text)
    text = _NICKNAME.sub(lambda m: f"{m['sur']}**", text)
    return _made_of(text)


def _name(name: str) -> str:
    return name if name in _NO_NAME else name[0] + "*" * (len(name) - 1)


def _beside(found: re.Match[str]) -> str:
    if found["doer"]:  # 签合同的是门德胜
        name = found["shaped"]
        alone = _stands_alone(found.string, *found.span("shaped"))
        return found["doer"] + (_name(name) if alone else name)
    if found["lead"] in ("我是", "本人") and not _AFTER_I_AM.match(found.string[found.end() :]):
        return found[0]
    return found["lead"] + _unless_a_word(found["name"])


def _of_role(found: re.Match[str]) -> str:
    """主任孔繁荣, but not 主任何时来: what follows an office is a name only where it looks like one."""
    name = found["name"]
    while name[1:] not in _GIVEN_WORDS and not all(c in _IN_NAMES or c in "家" for c in name[1:]):
        name = name[:-1]
    titled = _TITLE.match(found["name"], 1)  # 邻居张大爷
    if len(name) < 2 or titled or name.startswith(_BEGINS_NO_NAME):
        return found[0]
    shown = name if name in _NO_NAME or _is_a_word(name) else _name(name)
    return found["lead"] + shown + found["name"][len(name) :]


def _of_whatever_people(found: re.Match[str]) -> str:
    """我叫阿依古丽, but neither 我叫物业来修 nor 管她叫干妈."""
    name, words = found["name"], common_words()
    if name[-1] in _RELATIVES or any(name[:end] in words for end in range(2, len(name) + 1)):
        return found[0]
    return found["lead"] + _name(name)


def _unless_a_word(name: str) -> str:
    """The name masked, unless it is an everyday word: 叫安全员来, 业主方便的话."""
    if (
        name in _NO_NAME
        or (name[0] in _RARELY_A_NAME and not _is_shaped(name))
        or (_is_a_word(name) and name[1:] not in _GIVEN_WORDS)
        or (_NOT_GIVEN.search(name[1:]) and not _is_shaped(name))
    ):
        return name
    return _name(name)


def _is_shaped(name: str) -> bool:
    """A surname and two characters that people are named with."""
    named = all(c in _IN_NAMES for c in name[1:]) or name[1:] in _GIVEN_WORDS
    return len(name) == 3 and named


def _is_shaped_alone(found: re.Match[str], name: str) -> bool:
    """于长海大夫, but not 半小时才有大夫."""
    start = found.start("surname")
    return _is_shaped(name) and _stands_alone(found.string, start, start + len(name))


def _is_word_and_no_person(name: str) -> bool:
    return name in common_words() and name not in proper_words(_PEOPLE)


def _is_a_word(name: str) -> bool:
    """An everyday word, or one that begins so; 李娜 and 黄海波 are people."""
    words = common_words()
    if name in words:
        return _is_word_and_no_person(name)
    sea_or_land = name[:2] in proper_words() and all(c in _IN_NAMES for c in name[1:])
    return name[:2] in words and not sea_or_land


def _titled(found: re.Match[str]) -> str:
    given = found["given"]
    neighbour = found[0].startswith("居") and found.string[: found.start()].endswith("邻")
    name = found["surname"] + given
    if (
        (_NOT_GIVEN.search(given) and given not in _GIVEN_WORDS)
        or name in _NO_TITLED
        or (name[0] in _RARELY_A_NAME and not _is_shaped_alone(found, name))
        or _is_word_and_no_person(name)
        or (_is_word_and_no_person(given) and not _is_shaped(name))
        or (len(given) == 1 and given not in _IN_NAMES)
        or neighbour
    ):
        return found[0]
    return found["surname"] + "*" * len(given)


def _made_of(text: str) -> str:
    """Names that nothing announces: found by their characters alone."""
    hidden = list(text)
    for found in _MADE_OF.finditer(text):
        shortest = 3 if found["name"][0] in _WITH_TWO else 2
        for length in range(len(found["name"]), shortest - 1, -1):
            start, end = found.start(), found.start() + length
            if _stands_alone(text, start, end):
                hidden[start + 1 : end] = "*" * (length - 1)
                break
    return "".join(hidden)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """No everyday word reaches into the name, begins with its surname or goes on behind it."""
    words = common_words()
    name, single = text[start:end], end - start == 2
    if _PLACE_FOLLOWS.match(text, end) or (single and name[1] not in _SINGLE):
        return False
    if name.startswith(_BEGINS_NO_NAME) or _is_word_and_no_person(name):
        return False
    if not single and name[:2] in words and name[:2] not in proper_words():
        return False
    if any(text[a : start + 1] in words for a in range(max(0, start - 3), start)):
        return False
    again = text[end : end + 1] and text[end] == text[end + 1 : end + 2]  # 佟丽春|天天
    if name[0] in _RARELY_A_NAME and name[1:] in words:  # 于丹东
        return False
    if any(text[start + 1 : end + more] in words for more in (1, 2)):  # 穿蓝羽绒服
        return False
    whole = not single and (name[1:] in words or again)  # 王建国: nothing is cut
    return whole or not any(
        text[end - 1 : b] in words for b in range(end + 1, min(len(text), end + 3) + 1)
    )
