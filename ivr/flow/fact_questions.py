"""The questions for missing facts: each fact's own, and those that fit some matters better."""


def fact_questions() -> dict[str, str]:
    """The facts by their own names, and the questions that fit some matters better."""
    return {
        "course": "请您再说一下具体是什么事情。",
        "respondent": "请问您反映的是哪个单位或者商家？",
        "place": "请问这件事发生在哪里？请您说一下区、街道和小区或者路名。",
        "city": "请问是哪个城市的？",
        "time": "请问是从什么时候开始的？",
        # where
        "home": "请问是在哪里，哪个小区、哪栋楼？请您从区县说起。",
        "estate": "请问是在哪里，哪个小区？请您从区县说起。",
        "spot": "请问具体是在哪里？请您说一下区、街道和附近的小区或者路名。",
        "village": "请问是哪个县区、哪个乡镇、哪个村？",
        "residence": "请问您住在哪个街道、哪个社区？请您从区县说起。",
        "shop_place": "请问具体在哪里？请您说一下区和路名。",
        "station": "请问是地铁几号线、哪一站？",
        "theft": "请问是在哪里丢的？请您说一下区、街道和小区或者路名。",
        "town": "请问是在哪个市、哪个区县？",
        "district": "请问是哪个市、哪个区县的？",
        # who
        "shop": "请问是哪家店或者哪家公司？",
        "shop_and_place": "请问是哪家店或者哪家公司，在什么位置？",
        "platform": "请问是在哪个平台、哪家店？",
        "ride": "请问是哪个打车平台，车牌号是多少？",
        "app": "请问是哪个平台或者小程序？",
        "firm": "请问是哪一家，叫什么名字？",
        "brand": "请问是哪家公司的共享车辆？",
        "employer": "请问是哪家用人单位，叫什么名字？",
        "payer": "请问是哪家单位，叫什么名字？",
        "school": "请问是哪所学校或者幼儿园？",
        "agency": "请问是哪家机构，叫什么名字？",
        "hospital": "请问是哪家医院、诊所或者药店？",
        "bank": "请问是哪家银行、保险公司或者平台？",
        "development": "请问是哪个楼盘？",
        "office": "请问您反映的是哪个部门或者单位？",
        "police": "请问是哪个派出所或者交警队？",
        "carrier": "请问是哪家运营商，移动、联通、电信还是广电？",
        "courier": "请问是哪家快递公司？",
        "bus": "请问是几路公交车，或者车牌号是多少？",
        "coach": "请问是哪趟车，或者车牌号是多少？",
        "plate": "请问车牌号是多少？",
        "praised": "请问您要表扬的是哪个单位、哪位工作人员？",
        # when
        "when": "请问是什么时候的事？",
        "hours": "请问一般在什么时间段？",
    }
