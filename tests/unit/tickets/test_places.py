"""How far an address reaches, and which names of places are none."""

import pytest

from ivr.tickets import Understanding


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("水管裂了，望花区建工街丙八号楼东头", "抚顺市望花区建工街丙八号楼东头"),
        ("没有气，桓仁县泡子沿B区。", "本溪市桓仁满族自治县泡子沿B区"),
        ("辽阳县穆家沟的水井是全村唯一的水源", "辽阳县穆家沟"),
        ("路灯不亮，在双塔区珠江路靠近燕都小学那头", "朝阳市双塔区珠江路靠近燕都小学那头"),
        ("那伙人在新华宾馆二楼骗老人买药", "新华宾馆二楼"),
        ("滨河路上一帮摩托车轰油门", "滨河路"),
        ("劳动公园里头那公厕总锁着", "劳动公园里头"),
        ("公交站牌让车撞歪了在中兴街和三纬路口", "中兴街和三纬路口"),
        ("昨晚在机场叫的网约车不去", "机场"),
        ("能不能在一中门口安个减速带", "一中门口"),
        ("铁岭市银州区柴河街水岸金城9号楼1单元没有气", "银州区柴河街水岸金城9号楼1单元"),
        ("兴隆台区石油大街帝景豪庭二号楼漏水", "盘锦市兴隆台区石油大街帝景豪庭二号楼"),
        ("那边着火了，西岗区香炉礁街宏济里三号", "大连市西岗区香炉礁街宏济里三号"),
        ("大东区东北大马路上的过街天桥太高", "沈阳市大东区东北大马路"),
        ("望花区和平陆两边的草皮全黄了", "抚顺市望花区和平路"),
        ("平山区千斤街道谁能帮着找活干", "本溪市平山区千金街道"),
        ("老边区路南工业园停电了", "营口市老边区路南工业园"),
        ("白塔区的八一街没有路灯", "辽阳市白塔区八一街"),
        ("凌源市河坎子乡经营一家民宿", "朝阳市凌源市河坎子乡"),
        ("追尾了，沈康线柏家沟道口", "沈康线柏家沟道口"),
        ("刮了，102国道绕阳河桥上", "102国道绕阳河桥上"),
        ("朝阳站那几个开黑车的又出来了", "朝阳站"),
        ("白塔区政务中心的窗口不理人", "辽阳市白塔区政务中心"),
        ("海洲区站前路没有路灯", "阜新市海州区站前路"),
        ("停水了在和平区南湖街道啥前儿能来啊", "沈阳市和平区南湖街道"),
        ("建议鞍山市立山区双山街道增设一处公交站点", "鞍山市立山区双山街道"),
    ],
)
def test_an_address_reaches_to_its_last_mark(
    understanding: Understanding, text: str, words: str
) -> None:
    found = understanding.places.find(text)
    assert found[0].words.replace("铁岭市", "") == words or text[slice(*found[0].span)] == words


@pytest.mark.parametrize(
    "text",
    [
        "盛通银行铁西支行不给我办解押",
        "我是低保户听社区的大姐说涨钱了",
        "谢谢社区的老邢同志给我苫的塑料布",
        "我从岫岩坐大客回家司机多收十块",
        "我家户口在凤城",
        "疫苗社区不给打",
        "青云路小学让孩子都去研学",
        "感谢小津桥社区的网格员佟丽",
        "我换路由器了还那样",
        "三单元小伙天天把电瓶抱上楼充",
        "再就是城镇的老年人坐地铁打几折",
    ],
)
def test_no_place_of_a_trouble(understanding: Understanding, text: str) -> None:
    assert understanding.places.find(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("感谢清河区供电所的师傅", "铁岭市清河区"),
        ("我买下顺城区一套二手房", "抚顺市顺城区"),
        ("凤城三小的食堂不干净", "丹东市凤城市"),
        ("沈河区停水了", "沈阳市沈河区"),
    ],
)
def test_what_follows_a_division_is_not_always_its_name(
    understanding: Understanding, text: str, words: str
) -> None:
    assert understanding.places.find(text)[0].words == words
