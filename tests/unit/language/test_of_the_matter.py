"""What belongs to the matter told just before, by the words alone."""

import pytest

from ivr.language.of_the_matter import belongs, thing_meant, wants_back


@pytest.mark.parametrize(
    "text",
    [
        "对了是龙升化工厂干的",
        "交警队不给查监控",
        "派出所不给立案",
        "社区说不归他们管",
        "服务员说爱吃不吃",
        "铁片子都翘起来了容易划着孩子",
        "我家在十八楼老人下不去楼",
        "天天熏得睡不着觉",
        "我家老人心脏不好受不了",
        "这都影响我们正常生活了",
        "老人小孩走路都得绕道",
        "我家老爷子坐轮椅出不去门",
        "希望他们晚上十点以后别拍了",
        "要求尽快给换个新的",
        "你们得去查查他家卫生",
        "退钱呗",
        "赔我修车钱",
        "退给我",
        "钱要退给我",
        "能把押金退我不",
        "让他们赔我损失",
        "想让政府给修一下",
        "希望有关部门管一管",
        "我想让村里给修一下",
        "盼着能早点修好",
        "能不能给修一修啊",
        "希望你们给反映反映",
        "啊对了我还想让他们赔钱行不",
        "还想让他们赔礼道歉行吗",
    ],
)
def test_it_is_of_what_was_told(text: str) -> None:
    assert belongs(text)


@pytest.mark.parametrize(
    "text",
    [
        "饭店不给退钱",
        "驾校不退我学费",
        "网购的东西不给退款",
        "退休金没给我涨",
        "公积金能退吗",
        "怎么退税",
        "物业不给修电梯",
        "物业让我们交停车费",
        "楼上天天蹦我都睡不着觉",
        "隔壁狗叫得我睡不着觉",
        "我家楼下路灯坏了",
        "我孩子在学校让老师打了",
        "你们快点来修",
        "想让政府给我办低保",
        "希望政府给建个公园",
        "希望楼下别开店了",
        "我还想让物业把电梯修了行不",
    ],
)
def test_it_may_be_another_matter(text: str) -> None:
    assert not belongs(text)


def test_a_demand_for_money_may_be_asked() -> None:
    assert wants_back("能把押金退我不")
    assert not wants_back("押金咋退")


def test_what_points_back_names_its_thing() -> None:
    assert thing_meant("你们可得管啊那水都浇地了") == "水"
    assert thing_meant("那边路灯都坏了") == ""
