# ruff: noqa: E501 - a list of words reads better whole
"""The words of a matter by which its questions are chosen; asking.py says how."""

import re

from ivr.tickets.actors import KINDS, PERSONS, ROLES, VEHICLES

# Words of the matter that make another question fit ---------------------------------------------
REMOTE = re.compile(
    "网上|网购|网店|网络|线上|直播|主播|带货|旗舰店|淘宝|天猫|京东|拼多多|抖音|快手|闲鱼|小红书"
    "|美团|饿了么|携程|朋友圈|微信群|下单|订单|快递|外卖|物流|七天无理由|小程序|游戏|[aA][pP][pP]"
)
COUNTRY = re.compile(
    "村(?:里|民|上|头|口|委|支书|书记|主任|干部|长)|(?:我们|俺们?|咱们?|本|全|我)[村屯]|屯子|屯里"
)
HERE = re.compile(
    "我们?家|我们(?:这|那|楼|门|小区|村|单元|院|学校)|门前|门口|楼下|附近|旁边|路口|[这那][条个段座片块]|小区(?:里|门|内)"
)
OUTAGE = re.compile("来[水电气暖热]|能来|没来|不来|恢复|停了|突然停|没[水电气热暖]了?|不热")
OF_RULES = re.compile("规定|标准|多少度|停供|停暖|报停|补贴|报告|流程")
BARGAIN = re.compile("买|卖|退|办卡|会员|充|订|定金|押金|花了|交了|收了|块钱|骗|赔")
# A question that is asked only where the words let its answer be expected, or not where they do not.
ONLY_IF = {
    "payer": re.compile("单位|公司|厂|老板|企业|学校|医院|用工|派遣|店|工地"),
    "theft": re.compile("偷|盗|抢|撬|丢|摸(?:走|包)|顺走|拿走|划|砸"),
    "brand": re.compile("扣|[收退交]费|块钱|退|客服|还车|还不|押金|锁"),
    "hospital": re.compile(
        "医|诊|卫生[院站室所服]|大夫|护士|病|手术|药|住院|体检|检查|挂号|[打扎拔镶]"
    ),
    "police": re.compile("派出所|警务|交警|民警|报[过了]?警|出警|立案|警察|警官|报案"),
}
NOT_IF = {
    "carrier": re.compile("骚扰|推销|催收|催债|陌生|诈骗|轰炸|广告电话|垃圾短信"),
    "firm": re.compile("传销|听课|拉人头|资本运作"),
    "bus": re.compile("站牌|站台|候车|站亭|公交站让"),
}  # fmt: skip

# What makes a fact known without its field ----------------------------------------------------
_PLATE = "辽[A-Za-z]|车牌号?[是为]?[A-Za-z0-9]|尾号"
_ROUTE = (
    "[0-9零一二三四五六七八九幺两百十环]路(?!口|边|灯|上|面|段)|[0-9零一二三四五六七八九幺十]号线"
)
_BANKS = "[工农建中交招]行|[一-龥]{2}(?<!那个)(?<!一家)银行|信用社|[一-龥]{2}(?:人寿|财险|保险公司)|花呗|借呗|白条|微信支付|支付宝"
SAID = {
    "bus": re.compile(f"{_ROUTE}|{_PLATE}"),
    "coach": re.compile(f"{_PLATE}|[一-龥]{{2}}(?:客运|汽车|火车)?站|到[一-龥]{{2,4}}的(?:客车|大巴|大客|线车|车)|[GDKC][0-9]{{2}}"),
    "plate": re.compile(_PLATE),
    "carrier": re.compile("移动|联通|电信|铁通|广电|一万号|一零零|100[018][06]"),
    "courier": re.compile("顺丰|中通|圆通|申通|韵达|极兔|德邦|邮政|EMS|京东|百世|天天快递|菜鸟|丹鸟"),
    "bank": re.compile(_BANKS),
    "ride": re.compile(f"滴滴|花小猪|高德|曹操|T3|美团|哈啰|货拉拉|{_PLATE}"),
    "platform": re.compile(
        "淘宝|天猫|京东|拼多多|抖音|快手|闲鱼|小红书|美团|饿了么|滴滴|携程|飞猪|去哪儿|同程|唯品会|得物"
        "|转转|花小猪|高德|曹操|T3|12306|哈啰|青桔|货拉拉|视频号|朋友圈|微信群"
    ),
    "app": re.compile("辽事通|[一-龥]{2}(?:APP|app|小程序|公众号|网站|平台|通)|个税|12123|社保网"),
}  # fmt: skip
# What goes on all the time, is just happening or comes again and again has no beginning to ask for.
NO_BEGINNING = re.compile(
    "一直|总是?|老(?:是|这么|往|在|有)|经常|常年|长年|长期|天天|每[天日周月年次晚到回]|每个|回回|次次|动不动"
    "|刚才|刚刚|刚(?=[停断坏爆掉])|正(?!常|式|好|规|经)|现在就|这会儿|眼下|突然|突发|又(?:开始|停|坏|堵|漏|没)|从来|始终|不停|二十四小时|多年|好几年|一到|一下雨|一刮风"
    "|昨|今天|今早|今晚|今儿|前天|前几天|这几天|这两天|最近|近期|去年|今年|上[个周月]|刚[刚开过]"
)  # fmt: skip
# 饭店, 小区门口那家理发店, 健身房办的卡: what these words leave is the name of somebody, if anything.
NAMELESS = re.compile(
    f"{KINDS}|{ROLES}|{VEHICLES}|{PERSONS}"
    "|投诉|反映|举报|孩子|儿子|女儿|闺女|小区|楼下|楼上|附近|门口|旁边|对面|隔壁|路边|街边|商场|公司|企业|工厂|厂子|司机|师傅"
    "|手机|东西|质量|问题|假货|坏|教练|老师|大夫|医生|护士|人家|骗子|对方|私人|新开|培训|理发|出租|网约|公交|租车|昨天|今天|当时|自己|一个|一名|某某"
    "|[我你他她它们俺咱家这那有几个名位辆些某的里上村镇县市区去了从让跟问给是在被找说办卡店厂馆欠扣退收要买卖打骂车人把就又还没不到]"
)  # fmt: skip
A_NAME = 2  # characters that are left of one
NO_OFFICE = re.compile("窗口|(?:工作|执法)人员|部门|单位|领导|干部|政府|他们|人家|有关.{2}")
HOUSE = re.compile(f"[一-龥A-Za-z]{{2}}(?:{KINDS})")
