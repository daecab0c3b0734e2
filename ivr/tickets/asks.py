"""要问: what can be asked of a caller, by the words that the table `asks.csv` uses.

A question asks for one fact of the ticket, in words that fit the matter: for cold radiators the
place is 哪个小区、哪栋楼, of a broken lamp 具体是在哪里. The texts belong to the step draft.
"""

from typing import NamedTuple

FILE = "asks.csv"
REST = "其余类型"  # stands for the types of an industry that have no row of their own


class Ask(NamedTuple):
    """A fact to ask for, and the name of the question that does."""

    fact: str
    question: str


COURSE = Ask("course", "course")
REQUEST = Ask("request", "request")
PLACE = Ask("place", "place")
SINCE = Ask("time", "time")
HOURS = Ask("time", "hours")
HOME = Ask("place", "home")
ESTATE = Ask("place", "estate")
SPOT = Ask("place", "spot")
VILLAGE = Ask("place", "village")
SHOP = Ask("respondent", "shop")
SHOP_PLACE = Ask("place", "shop_place")
SHOP_AND_PLACE = Ask("respondent", "shop_and_place")
FIRM = Ask("respondent", "firm")
PLATFORM = Ask("respondent", "platform")
DEVELOPMENT = Ask("respondent", "development")
OFFICE = Ask("respondent", "office")
PRAISED = Ask("respondent", "praised")
TOWN = Ask("place", "town")
CITY = Ask("city", "city")
DISTRICT = Ask("city", "district")  # neither the city nor the district is known

ASKS = {
    "住处": HOME,
    "小区": ESTATE,
    "位置": SPOT,
    "村屯": VILLAGE,
    "店址": SHOP_PLACE,
    "居住地": Ask("place", "residence"),
    "所在地": TOWN,
    "车站": Ask("place", "station"),
    "失窃地": Ask("place", "theft"),
    "店名": SHOP,
    "平台": PLATFORM,
    "打车平台": Ask("respondent", "ride"),
    "系统": Ask("respondent", "app"),
    "公司": FIRM,
    "共享品牌": Ask("respondent", "brand"),
    "用人单位": Ask("respondent", "employer"),
    "缴费单位": Ask("respondent", "payer"),
    "学校": Ask("respondent", "school"),
    "机构": Ask("respondent", "agency"),
    "医院": Ask("respondent", "hospital"),
    "金融机构": Ask("respondent", "bank"),
    "楼盘": DEVELOPMENT,
    "部门": OFFICE,
    "公安单位": Ask("respondent", "police"),
    "运营商": Ask("respondent", "carrier"),
    "快递公司": Ask("respondent", "courier"),
    "公交线路": Ask("respondent", "bus"),
    "客车": Ask("respondent", "coach"),
    "车牌": Ask("respondent", "plate"),
    "起始": SINCE,
    "时间": Ask("time", "when"),
    "时段": HOURS,
    "不问": COURSE,  # nothing but what it is about
}
