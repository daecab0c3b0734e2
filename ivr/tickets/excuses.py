# ruff: noqa: E501 - a pattern reads better whole
"""险情的状态: what the words around a danger say of it: denied, feared, told of, not meant, over, slight.

Each state is one function; a danger that is in none of them is happening now.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from ivr.language.call_talk import asks_if_heard
from ivr.tickets.long_known import is_long_known
from ivr.tickets.only_sounds import ONLY_SOUNDS

_NEGATED = re.compile(
    r"(?:没有|没|不是|不用|不需要|用不着|甭|并非|未|未曾|并没有|不会|别|从未|没有发生|没发生|不存在|防止|预防|避免|以免|免得|省得|怕|害怕|就怕|怕的就是|容易|很容易|易|会不会|担心(?:会|万一|再|以后)?|怕(?:会|万一|再|以后)?|万一|小心|严防|杜绝|不让)(?:再|又|会|发生|出现|引起|引发|造成|出|被|有?人|导致|有|给|要|想|真要?|打算)*+$"
)
_NOT_REALLY = re.compile(
    r"(?:差点(?:儿)?|差一点|险些|几乎|就差|恨不得|像|好像要|仿佛|比)(?:没|就|把|被|要|给|都)*.{0,2}$"
)
_SUPPOSED = re.compile(
    r"(?:没有?(?:井)?盖|包不包括|如果|要是|假如|假设|万一|倘若|一旦|比如|例如|比方说|以后|将来)(?:.{0,8})$"
)
_PAST = re.compile(
    r"(?:去年|前年|大前年|(?:19|20)[0-9]{2}年|[一二][九零〇][零〇一二三四五六七八九]{2}年|曾|当时|上次|上回|以前|从前|曾经|那年|当年|前几年|早些年|小时候|年轻(?:的)?时候|上个?月|上周|上星期|上礼拜|前段时间|前阵子|年前|年初|那(?:天|回)|个月前|(?:一|二|三|两|四|五|六|七|八|九|十|几|[0-9])(?:年|个月|周|天|个星期)(?:之|以)?前|昨天|前天|大前天|昨晚|[0-9一二三四五六七八九十]+月(?:份|[0-9一二三四五六七八九十]+[号日])?|之前|原来|前些天|前几天|前两天|早就)(?:.{0,16})$"
)
_STILL = re.compile(
    r"(?<!到)现在(?!.{0,4}(?:人都散|灭了|找到|谁|保险|物业公司|单位让|老板|让我出|没人赔|好|康复|没事|出院|恢复|退|解决|问|咨询|想|离婚|起诉|打官司|申请|能(?:不能)?(?:[^，。来听看见]{0,3})(?:赔|要(?=点|钱|回|到|多少|不|吗)|申请|告|追|报(?!警)|评|认定|办|做?鉴定)|[^，。]{0,2}(?:阴天|变天)|补办|评残|调(?:出|取|记录)))|正在|正(?=着|打|烧)|又(?!不)|刚才|刚刚|刚(?=[摔掉撞砸倒晕昏烧着打咬喝吃吞跑抢])|今天|还在|还没(?:灭|醒)|到现在(?!.{0,6}(?:没(?:赔|给|人赔|结|处理|解决|判|消息|说法|动静|到位|到账|着落|下来)|也没给|不赔|不给))|一直(?:到|没醒)|马上|赶紧|快来|快点|快救|救命|从昨|开始|至今(?!(?:仍|还)?(?:未|没有?|拒不?|不)(?:支付|给|赔|付|整改|处理|解决|答复|兑现|发|管|办|结|说法|人))|今早|今晚"
)
_PAST_AFTER = re.compile(
    r"^了?(?:去年|前年|上次|上回|上个月|以前|前几)(?!.{0,4}(?:也|又|就|都|刚))|^了?(?:都|已经|有|快)?(?:[0-9一二两三四五六七八九十几半]+(?:多|几)?个?(?:天|周|月|年|星期|礼拜))(?!前)|^(?:过|完|之后|以后|后(?=来|遗)|的时候(?:.{0,4})(?:就|都)|那(?:次|回|天|年|场|个?事|件事)|(?:已经)?(?:扑灭|灭了|处理完|解决了|修好|出院|好了))"
)
_PAST_WITHIN = re.compile(r"[着起失发出被打撞晕昏困犯关卡摔掉落淹栽]过(?![去来头])")
_LONG_AGO_WITHIN = re.compile(r"以前|曾|去年|前年|从前|当年|小时候|年轻(?:的)?时候")
_ALMOST_WITHIN = re.compile(
    r"差点|差一点|险些|会不会|怕|眼看|容易|早晚|迟早|担心|万一|要是|如果|假如|倘若|一旦"
)
_WHAT_IF = re.compile(r"^(?:下去|去|来|人)?(?:咋办|咋整|怎么办|谁负责)")
# 真着火了怎么办: 真 makes a case of what has not happened.
_CASE = re.compile(r"(?<![是说这可就])真(?:要是|要|是|的)?$")
# 真着火了消防车都进不来, 这要着火了往哪跑: what would be if.
_IF_IT_WERE = re.compile(r"(?<![是说就])真(?:要是|要|是|的)?$|(?<!看)[这那](?:要|一旦)(?:是|真)?$")
_NO_WAY_IN = re.compile(
    r"^了?(?:[^，。]{0,4})(?:消防车|救护车|[、和]){1,3}(?:都|也|根本|可咋|咋)?(?:进|开|过)(?:不(?:进|过)?(?:来|去|了)|得?来)"
)
_IF_FIRE = re.compile(
    r"(?<![是说就])(?:真(?:要是|要|是)?|(?<!看)[这那]要(?:是|真)?)(?:着|起|失)火(?:了|的话)?(?:[^，。]{0,4})(?:消防车|救护车)"
)
# 楼道全是纸壳子这要着火咋整: unless something smokes, sparks or smells of it already.
_WHAT_IF_FIRE = re.compile(
    r"(?:(?<![是说这可就])真(?:要是|要|是)?|(?<!看)[这那]要(?:是|真)?|要是|万一|如果|一旦)(?:再)?(?:着火?|起火|失火|烧)(?:了|起来|的话)?(?:[^，。]{0,4})(?:咋[办整弄]|怎么办|谁负责|算谁|往哪儿?跑|跑都|不堪设想|不得了)"
)
_ALIGHT = re.compile(
    r"冒烟|火[苗光星势花]|[蹿窜]|(?:烧|着)起来了|已经|出不[来去]|困|[晕昏呛]|打火(?!机)|噼|滋|[糊焦]味|烫|救|煤气|燃气|天然气|汽油"
)
# 烧秸秆呛得嗓子疼, 彩钢房一点就着: smoke or what may burn, and no fire.
_BURNT_OFF = re.compile(
    r"(?:烧(?:秸秆|荒|垃圾|树叶|纸|苞米)|秸秆)(?:[^。]{0,12})(?:空气|嗓子(?:都|也)?(?:疼|难受|辣|干)|呛|味儿?|灰|污染)|一点就着(?!了|起)"
)
_BURNS = re.compile(
    r"着火|起火|火苗|火势|火大|烧到|烧起来|烧过|烧着|蹿|窜|冒烟|奔|房子|快来|救|晕|昏|迷糊|喘|上不来气|人|孩|老[人头太]|已经|现在"
)
_WHERE_TO = re.compile(r"^了?(?:(?:往|上|朝)哪儿?(?:跑|躲|逃)|跑都跑不|(?:都)?没地方跑|算谁的)")
_CASE_AFTER = re.compile(
    r"^了?(?:[^，。]{0,6})(?:咋办|咋整|怎么办|谁负责|找谁|算谁|怎么跑|来不及|没(?:地方|处)(?:跑|躲))"
)
_OVER_LATER = re.compile(
    r"^[^。]{0,14}(?:后来|好在|幸好|幸亏|还好)(?:就|又)?(?:.{0,4})(?:下来|出来|放出|好了|救出|被救|救起|救上|没事|没伤)|^.{0,4}(?:已经|都)?找(?:着|到|回来?)了"
)
# It is over whatever was said of now, unless 但, 又 or 里面 follows.
# 着火了，不是现在，是去年的事: a correction takes back what was said before it.
_PUT_RIGHT = re.compile(
    r"^[^。]{0,16}(?:不是(?:说)?(?:现在|今天|这会儿|刚才)(?!.{0,6}(?:才|刚|开始))|(?<!不)(?:说的)?(?:那)?(?:都)?是(?:去年|前年|上个?月|上周|上个?星期|上个?礼拜|以前|早先|小时候|好?几年前|[一二两三四五六七八九十半0-9]+(?:年|个?月)(?:以)?前|上回|上次)(?:的事|的|那回|那次|发生)|说的?是(?:演习|演练|电视|电影|游戏|做梦|新闻))"
)
# Who wants to die says that nobody need come.
_SAYS_NOT_TO_COME = frozenset({"suicide", "on_the_edge"})
_RESOLVED = re.compile(
    r"^[^。]{0,14}(?:扑灭了|(?<!灯)(?<!灯都)(?<!灯也)(?<!灯全)灭了|散了|找(?:到|着|回来)了|找回来了|没事(?:儿)?了|抓(?:走|住|起来)了|救(?:出|上)来了|通开了|不用(?:你们)?(?:来|管|派)了?)(?!.{0,12}(?:但|可是|又|还有|里面|不过|复燃|没醒|昏|晕))"
)
# 追尾了怎么定责, 遗书怎么公证: asked of an office, not of a rescuer.
_ASKED_OF_AN_OFFICE = re.compile(
    r"^[^。]{0,10}(?:怎么|咋|如何|哪|多少|多久|找谁|谁(?:来|出|给)|有没有|能不能|能|需要|要不要|要|用不用|是不是|给不给|想问)[^，。]{0,6}(?:定责|公证|认定|补办|赔(?!偿?命)|报销|申请|罚(?!站)|判|缴费|收费|预约|登记|上映|热线|起诉|界定|验收|救助(?!站?队)|补助|过户|理赔|处罚|责任|私了|报名|自救|领(?!导)|租|评残|伤残|几级|等交警|快速处理)|^[^。]{0,16}(?:提前(?:问|了解|打听)|就是(?:想)?(?:问问|打听|了解))"
)
_LAST_TIME_REPORTED = re.compile(
    r"报(?:的|了|过)(?:警|案)(?:.{0,6})(?:没(?:找到|抓到|消息|结果|动静|破)|什么时候|几天|多久)"
)
# A paper, a key or a pet is lost, stuck or lies about: nobody's life.
_THING_LOST = re.compile(
    r"(?:证|本儿?|卡|存折|合同|发票|照|单子?|票|章|钥匙|病历|方子?|料子|快递|包裹)(?:.{0,10})(?:找不|不见|丢)"
)
_NOT_TO_BE_HAD = re.compile(r"不着了?$")  # 房照找不着了 burns as little
_PET = re.compile(
    r"(?<![让被叫给])(?:猫|狗|鸟|鸽子|鸡|鸭|羊|兔子|仓鼠|松鼠)(?:儿|咪|崽|子)?(?:又|被|还|的?头|给|让人?)*$"
)
_HOLDS_ON = re.compile(r"不(?:松|撒|放)(?:口|嘴|开)|[拽掰拉]不开")  # a dog that bites
_LIES_ABOUT = re.compile(
    r"^的?(?:.{0,3})(?:共享)?(?:单车|自行车|树|牌子?|电?杆|垃圾|箱|护栏|栅栏|车子)"
)
_MAY_BE_A_PET = frozenset(
    {"trapped", "buried", "in_the_water", "drowning", "life_in_danger", "unconscious"}
)
_RUN_OVER_PET = re.compile(r"^[^遛牵抱]{0,6}(?:猫|狗)$")
# 让他们打我媳妇电话: rung, not struck.
_RUNG = re.compile(
    r"^(?:家|爸|妈|媳妇|老公|老伴|爱人|对象|儿子|女儿|闺女|孩子|[哥姐弟妹])?的?"
    r"(?:电话|手机|座机|号码?)(?:$|[吧就，。])"
)
_WORKS_THERE = re.compile(r"^上?(?:擦|刷|安装|修|干活)(?!.{0,12}(?:掉|卡|吊|下不))")
_FURNITURE = re.compile(
    r"(?:机|器材|椅子?|凳子?|桌子?|床|架子?|柜子?|沙发|秋千|板)(?:的)?(?:[一两二三四]?[条个根])?$"
)
# 表扬消防站的小伙儿: who is thanked has come already.
_THANKED = re.compile(
    r"表扬|锦旗|致谢|道谢|感谢信|点赞|点个赞|磕头了|带个好|活蹦乱跳|好警察|救了(?:[^，。]{0,4})命|替(?:他|我|她)(?:们|全家|妈|爸)?(?:谢|感谢)"
)
_HURRY = re.compile(r"现在|快来|赶紧|快点|救命|又(?!不)")
_FOUND_AGAIN = re.compile(
    r"^[^。]{0,30}(?:给)?找(?:到|着|回来)了(?!.{0,8}(?:但|可|叫不|没气|昏|晕|躺))"
)
_NOBODY_HURT = re.compile(
    r"^.{0,8}(?:没(?:有)?(?:伤|砸)(?:着|到)?人|没人(?:受伤|伤|在|事|$|[，。])|人没事)"
)
# 我没有想不开啊: said of a whole stretch.
_NO_SELF_HARM = re.compile(
    r"(?:没有?|不是|不会)(?:要|想|去|打算|真)*(?:自杀|跳楼|轻生|寻死|想不开)|想死(?:你|的心)"
)
# 怕以后走丢, 定位手环: who may get lost one day is there.
_MAY_BE_LOST = frozenset({"missing", "gone", "not_come_home", "likeness"})
_LOST_ONE_DAY = re.compile(
    r"(?:怕|担心|防|以免|省得)(?:[^，。]{0,4})(?:以后|哪天|将来|再)[^，。]{0,4}(?:走丢|走失|丢)|(?:以后|将来|哪天)(?:[^，。]{0,4})(?:走丢|走失)|万一(?:[^，。]{0,4})(?:走丢|走失)|(?:走丢|走失|丢)了(?:咋办|怎么办)(?=[^。]{0,10}手环)"
)
_LOST_NOW = re.compile(r"没回|找不|不见|联系不|关机|没影|半天|到现在|找了|已经|小时")
# 人没丢孩子在家呢; 老板卷钱跑了人找不着: nobody is missing.
_NOT_LOST = re.compile(r"(?:人|孩子|老人|娃)(?:也|可|倒|都)?没(?:有)?丢")
_DEBTOR_GONE = re.compile(
    r"(?:老板|包工头|工头|中介|开发商|房东|商家|店家|店主|经理|负责人|公司)(?:[^。]{0,16})(?:找不[着到]|联系不|关机|失联|不见)"
)
_OWES = re.compile(r"钱|款|押金|工资|欠|退|货|定金|卷|跑路|跑了")
_OF_A_BODY = re.compile(
    r"孩|儿|女|妈|爸|老人|老太|老头|爷|奶|血|刀|打|砍|捅|绑|扣|火|烟|死|跳|围|堵|动手|臭|没见|敲门|屋里|出事|楼顶|汽油|活|药|伤|救|昏|晕|报警|现在来"
)
# 密室逃脱里有人拿电锯追, 剧组拿假刀: played. What can go wrong at play is not.
_STAGED = re.compile(
    r"密室(?:逃脱)?|鬼屋|剧本杀|狼人杀|剧组|拍(?:戏|电影|电视剧|短剧|抖音|视频)|演戏|话剧|舞台剧|小品|(?:假|玩具|道具|塑料|木头|充气)(?:刀|枪|手枪|斧|锤)|电(?:影|视剧)里|动画片"
)
_MAY_BE_STAGED = frozenset(
    {"violence", "attack", "robbery", "kidnap", "intruder", "buried", "corpse", "explosion", "likeness"}
)  # fmt: skip
_NOT_PLAYED = re.compile(
    r"着火|起火|冒烟|浓烟|晕|昏|摔|血|出不(?:来|去)|困|叫不|真(?:的|刀|枪|打|事|出)|抢|救命|快来|赶紧|指着|顶[着在]|抵[着在]|威胁|要钱|当真|以为|分不清|像真|夹|卡|触电|塌|炸伤|受伤|伤了|假装|[拽拐带抱领拉]走|失踪|走丢|没出来|不是(?:假|玩具|拍|演)"
)
# 做梦梦见家里着火了: unless who woke found it true.
_DREAMT = re.compile(r"梦(?:见|到|里)|(?<!不是)(?<!像)(?<!跟)做(?:了)?(?:个)?(?:恶|噩)?梦")
_NO_DREAM = re.compile(
    r"醒(?:了|来|过来)?(?:[^。]{0,8})(?:真|一看|发现|现在|果然|闻)|不想活|想死|跳楼|陪(?:他|她)|不是(?:做)?梦"
)
# 燃气泄漏的应急演练找谁备案, 化学品泄漏应急预案
_DRILL_AFTER = re.compile(
    r"^(?:的|了|事故|这种|场景|情况|消防|应急|综合|桌面|模拟|救援|疏散|处置){0,5}(?:演练|演习|预案|实训|培训|方案)"
)
# 孩子被拐卖找回来之后户口咋上: back, and papers are asked for.
_BACK_FOR_PAPERS = re.compile(
    r"^(?:[^。]{0,8})(?:找|接|救|解救|要)?回来(?:之后|以后|了|的)?(?:[^。]{0,10})(?:户口|落户|手续|证|登记|补助|补贴|上学|入学|学籍|低保|医保)"
)
_BACK_WITHIN = re.compile(r"(?:拐卖|拐走|走丢|走失)[^。]{0,6}(?:找|接|救|解救)回来了?")
# 救落水的人有没有奖金: who helped asks to be honoured.
_HONOUR = re.compile(
    r"见义勇为(?:[^。]{0,24})(?:奖|评|认定|申报|表彰|称号|基金|证书|申请|待遇)|(?:评|算|认定|申报|申请)(?:[^。]{0,8})见义勇为|救(?:了)?(?:[^，。]{0,3})(?:落水|溺水)(?:的)?(?:人|儿童|孩子|小孩|者|群众)(?:[^。]{0,8})(?:奖|表彰|表扬)"
)
# 孕妇建档快生了啥材料: a paper is asked for before the birth, not a midwife.
_BIRTH = re.compile(r"(?:快|要|马上)(?:生了|生孩子了)|临产")
_BIRTH_PAPERS = re.compile(
    r"建档|建册|准生证|生育(?:证|登记|服务|津贴|保险|险)|产检|出生证|报销|医保|产假|月嫂|落户|上户口"
)
_IN_LABOUR = re.compile(
    r"羊水|破水|疼|痛|血|见红|快来|救|晕|堵|半道|路上|车上|家里就|动不了|赶紧|出来了|宫缩|难产"
)
_LOST_NOT = re.compile(r"没(?:有)?(?:走丢|走失|失踪|着火|漏气|撞上|中毒|打起来)")
_AID_ASKED = re.compile(r"申请.{0,6}(?:救助|补助)|临时救助|求.{0,6}救助")
_TOLD = re.compile(
    r"(?:听说|据说|(?:群里|网上|都|有人|人)(?:在|都)?传(?:说)?(?!染|销)|听人说|听别人说|传言|传闻|都说|网上(?:说|传|看到|看见)|新闻|电视|电视剧|电影|抖音|快手|视频|短视频|朋友圈|小说|游戏|演习|演练|培训|课本|书上|梦见|梦到|做梦|宣传|讲座|知识|台词|报纸|广播里|故事|段子)(?:.{0,14})$"
)
_ELSEWHERE = re.compile(r"别的(?:小区|城市|地方)[^，。没就]{0,6}$")
_TOLD_BY = re.compile(r"听(?:邻居|朋友|同事|亲戚|他们|大伙|街坊)(?:们)?说(?:.{0,14})$")
_FIGURE = re.compile(
    r"(?:呛得|臭得|气得|气的|急得|热得|累得|吵得|烦得|饿得|笑得|愁得|冻得|困得|忙得|堵得|气|气出|急出|嗓子喊|嗓子都喊|肺都|肺|脑袋|脑子|(?<![老里外上下前后锅窗床车码井手指骨石木罐砖镜喷村屯桥山])头|心态|心都|头都|电话都|手机都|人都|整个人|心里|嗓子|快要?被(?:他|你|她)们?气|疼得我|(?:排|等|挤|写|干|跑|学|念|走|拖|逼|颠|忙|说|骂|震|跌|涨|卷|催|拖|穷|贵|难|慢|闹|磨|晒|干)得|电话打?)(?:我们?|他|人|都|快要?|要|想|就|简直|得|直|全家|差点)*+$"
)
# 我都快吐血了, 把我气吐血: who says so is angry.
_SPITS_BLOOD = re.compile(
    r"(?:我|人|都)(?:都|也|真|这|是|就){0,2}(?:快要?|要)(?:被[^，。]{0,4})?(?:气|累|急|烦|愁)?(?:得)?吐(?:老)?血|(?:气|累|急|烦|愁|干)(?:得|到|的)?(?:我|人|都|快|要|把)*吐(?:老)?血|(?:差点儿?|险些|就差)没?(?:把[^，。]{0,3})?(?:气|累)?(?:得)?吐(?:老)?血"
)
_MAY_BE_ANGER = frozenset({"life_in_danger", "likeness"})
_BLED = re.compile(
    r"现在|还在|又吐|一直|救|不止|止不住|叫不|送|昏|晕|倒|大夫|医院|一口|好几|盆|120|咳|胃|肝"
)
_HOW_TO = re.compile(
    r"^(?:了)?(?:一样|似的|一般)|^.{0,4}(?:是)?(?:真的(?:吗|假的)|真假|谣言)|^(?:的)?(?:怎么|咋|如何)(?:处罚|判|罚|定性|量刑)|^(?:的)?人(?:寿)?保险|^的心(?:都|思)?有|^.{0,8}(?:别乱写|我说的是|打个比方|开玩笑|不是那个意思)|^(?:了)?(?:的话|的时候)?(?:应该|该|要|得)?(?:打|拨|拨打|报)?(?:什么|哪个|多少)(?:电话|号)|^(?:烧)?了?，?(?:农业|家财|财产|车)?保险(?:公(?:司)?)?(?:能|会|给|管|赔|报|还|不|可|咋|怎么|算|要|理|让|说|$)|^(?:的)?(?:预防|赔偿|保险|补偿|理赔|认定|责任|案件|案子|的案|的人(?:已经)?抓|怎么预防|怎么赔|怎么处理赔|后续|怎么定责|的(?:电影|电视|新闻|游戏|小说|风险|可能|隐患|危险)|隐患|风险|游戏|电影|救助金|医院|专家|科)"
)
# 怕刮风倒了砸着人, 眼看要砸着人, 路口老出车祸: feared, or what happens time and again.
_FEARED = re.compile(
    r"(?:怕|担心|生怕|恐怕|防止|避免|万一|眼看|早晚|迟早|哪天|容易|隐患|差点)[^，。,.]{0,10}$|(?:老|总|常常?|经常|动不动就?|每年|每次|频繁|多次|三天两头|好几次|眼瞅着要|要倒|要掉|要塌)(?:是|会|发生|出|有|出现|把|被)*$"
)
_MAY_BE_FEARED = frozenset(
    {"fire", "fire_seen", "explosion", "trapped", "collapse", "unconscious", "injury", "buried",
     "traffic", "crash", "illness", "in_the_water", "life_in_danger", "drowning", "gas"}
)  # fmt: skip
_MAY_BE_SLIGHT = frozenset({"injury", "life_in_danger"})
_NOT_DECEIVED = re.compile(r"没(?:有)?(?:转|上当|信|给)|知道是骗|识破|未遂")
# 老有人打架建议装个监控: what happens time and again, told with a wish for the future.
_HABIT = re.compile(r"(?:老|总|总是|经常|常|天天|三天两头|动不动)(?:就)?$")
_HABIT_AFTER = re.compile(r"^(?:总|老是|老|经常|每次|天天)(?:是|都)?(?:占线|打不通|没人接|不来)")
_OFTEN_WITHIN = re.compile(r"老是|总是|经常|天天|三天两头")
_MAY_HARM_NOBODY = frozenset({"injury", "life_in_danger", "collapse", "buried"})
# 每天夜里烧塑料冒黑烟, 他天天酒驾: it goes on day by day; 冒黑烟了 and 刚开出去 are now.
_DAILY = r"(?:每[天晚夜日到]|天天|夜夜|成天|整天|常年|长年|经常|老是|总是|[老总](?=烧)|一到[^，。]{1,6}就|隔三差五|三天两头)"
_SMOKES_DAILY = re.compile(
    rf"{_DAILY}(?:(?![看没今]|发现)[^。]){{0,12}}(?:烧|炼|熔|烤|熏|生产|开工|干活)(?:(?![看没今]|发现)[^。]){{0,10}}烟$"
)
_FIRE_BESIDES = re.compile(
    r"着火|[起失明]火|火[苗光势]|着(?:了|起)|烧(?:起来|着)|[蹿窜]|爆|自燃|晕倒|昏|救|困|越来越|消防|突然|忽然"
)
_DRINKS_DAILY = re.compile(rf"{_DAILY}(?:[^，。]{{0,8}})(?:驾|喝|酒)")
_DAILY_AFTER = re.compile(rf"^，?(?:他|都)?(?:{_DAILY}|不是一[天次回])")
_ON_THE_ROAD_NOW = re.compile(
    r"刚|这会儿|眼下|前[面头边]|后[面头边]|拦|追|撞|画龙|上路了|走了|跑了"
)
# 打110来了就小点声，他们走了照样放: neighbours who are loud, not somebody who listens.
_CALLED_ON = re.compile(
    r"(?:110|警察|民警|派出所|社区|物业|保安|城管|执法)(?:[^我你让叫，。]{0,6})(?:来|去|到|走|敲|说|管)(?:[^我你让叫，。]{0,4})就$"
)
_LISTENS = re.compile(r"在(?:屋|外|家|里|门|隔壁)|听见|门外|外[面头]|砸|骂|打")
_LOUD_AGAIN = re.compile(
    r"^小[^。]{0,24}(?:照[旧样常]|(?:又|接着|继续)(?:开始)?(?:放|唱|跳|嗨|喝|营业|[^，。]{0,3}音响))"
)
_WISH = re.compile(
    r"检修|修好了?(?:没|吗)|维修|建议|希望|加强|巡逻|装(?:个|一个)?监控|管管|能不能(?:加|装|管|安排|派人巡)"
)
_SLIGHT = re.compile(
    r"(?:磕|摔|碰)(?:了)?(?:个|一个)?(?:大|小)?包|(?:破|擦|蹭)(?:破)?(?:了)?(?:点|块)?皮|没(?:啥|什么)?大事|皮外伤"
)
_SOUGHT_HELP = re.compile(
    r"^(?:了)?去(?:了)?(?:医院|卫生院|卫生所|那|那儿)?(?:没人|人家|大夫|医生|说)"
)
# What is asked for is money or a paper: it is over.
_PAPERS = re.compile(
    r"算(?:不算)?工伤|工伤|津贴|建档|赔|医药费|全责|判|责任|拘留|扣分|讹|下(?:没)?来$|伤残|鉴定|认定|报销|报不报|申请(?!出警)|不负责|案子|办案|不认账|单位(?:说|不)|修车花|没人管$|投诉|误工|救助$|找到了人|让我停|到场吗|拖车费"
)
# Where a minute counts, a word of money or papers excuses nothing.
_NEVER_ON_PAPER = frozenset(
    {"fire", "fire_seen", "explosion", "gas", "chemical", "trapped", "unconscious", "suicide",
     "on_the_edge", "poisoning", "drowning", "in_the_water"}
)  # fmt: skip
_STOP = "，,。.！!？?；; 、\n"


@dataclass(frozen=True, slots=True)
class Around:
    """A hit of a rule in its surroundings."""

    text: str
    start: int
    end: int
    rule: str

    @property
    def wide(self) -> str:
        """What was said before it."""
        return self.text[max(0, self.start - 24) : self.start]

    @property
    def before(self) -> str:
        """What was said before it in the same clause."""
        clause = max((self.text.rfind(stop, 0, self.start) for stop in _STOP), default=-1) + 1
        return self.text[max(clause, self.start - 24) : self.start]

    @property
    def within(self) -> str:
        """The words of the hit."""
        return self.text[self.start : self.end]

    def after(self, most: int = 12) -> str:
        """What was said after it."""
        return self.text[self.end : self.end + most]

    def still(self, start: int, end: int) -> bool:
        """Words of now between two places."""
        found = _STILL.finditer(self.text, max(0, start))  # what follows a word of now is seen
        return any(words.end() <= end for words in found)


def _denied(hit: Around) -> bool:
    before = hit.before
    around = _NEGATED.search(before[-9:]) or _NOT_REALLY.search(before[-7:])
    not_lost = hit.rule in _MAY_BE_LOST and bool(_NOT_LOST.search(hit.before + hit.within))
    alive = hit.rule == "likeness" and bool(_NO_SELF_HARM.search(hit.within))
    return bool(around or not_lost or alive or _LOST_NOT.search(hit.within))


def _no_person(hit: Around) -> bool:
    if hit.rule == "missing" and _THING_LOST.search(hit.within):
        return True
    if hit.rule == "fire_seen" and _NOT_TO_BE_HAD.search(hit.within):
        return True
    if hit.rule in _MAY_HARM_NOBODY and _FURNITURE.search(hit.before):
        return True
    if hit.rule in _MAY_BE_A_PET and _PET.search(hit.before):
        return not _HOLDS_ON.search(hit.within + hit.after())
    if hit.rule in _MAY_BE_LOST and _DEBTOR_GONE.search(hit.wide + hit.within):
        told = hit.wide + hit.within + hit.after()
        return bool(_OWES.search(told)) and not _OF_A_BODY.search(told)
    if hit.rule == "on_the_edge" and _WORKS_THERE.match(hit.after(20)):
        return True
    if hit.rule in {"traffic", "crash"} and _RUN_OVER_PET.match(hit.before):
        return True
    return hit.rule == "unconscious" and bool(_LIES_ABOUT.match(hit.after()))


def _figure(hit: Around) -> bool:
    if hit.rule == "violence" and hit.within[-2:-1] == "打" and _RUNG.match(hit.after()):
        return True
    if hit.rule in _MAY_BE_ANGER and _SPITS_BLOOD.search(hit.before[-9:] + hit.within):
        return not _BLED.search(hit.before + hit.within + hit.after())
    return bool(_FIGURE.search(hit.before[-9:]))


def _nearby(hit: Around) -> str:
    return hit.text[max(0, hit.start - 24) : hit.end + 24]


def _fire_only_feared(hit: Around) -> bool:
    told, near = hit.before + hit.within, _nearby(hit)
    if _BURNT_OFF.search(told) and not _BURNS.search(near):
        return True
    if _HURRY.search(near):
        return False
    what_if = _WHAT_IF_FIRE.search(told + hit.after(8)) and not _ALIGHT.search(near)
    return bool(what_if or _IF_FIRE.search(told))


def _feared(hit: Around) -> bool:
    if hit.rule in _MAY_BE_LOST and _LOST_ONE_DAY.search(hit.wide[-8:] + hit.within):
        return not _LOST_NOW.search(hit.within + hit.after(20))
    if hit.rule == "likeness":
        return _fire_only_feared(hit)
    if hit.rule not in _MAY_BE_FEARED:
        return False
    what_if = "了" not in hit.within and _WHAT_IF.match(hit.after())
    case = (_CASE.search(hit.before) or _IF_IT_WERE.search(hit.before)) and _CASE_AFTER.match(
        hit.after()
    )
    shut_out = _IF_IT_WERE.search(hit.before) and _NO_WAY_IN.match(hit.after(20))
    case = case or shut_out or _WHERE_TO.match(hit.after())
    case = None if _HURRY.search(_nearby(hit)) else case
    return bool(what_if or case or _FEARED.search(hit.before) or _ALMOST_WITHIN.search(hit.within))


def _supposed_or_asked(hit: Around) -> bool:
    if _SUPPOSED.search(hit.before[-14:]) or _HOW_TO.match(hit.after()):
        return True
    near = _nearby(hit)
    if _BIRTH.search(hit.within) and _BIRTH_PAPERS.search(near):
        return not _IN_LABOUR.search(near)
    asked = _ASKED_OF_AN_OFFICE.match(hit.after(24))
    return bool(asked) and not hit.still(hit.start - 8, hit.end + 24)


def _staged(hit: Around) -> bool:
    if hit.rule not in _MAY_BE_STAGED or not _STAGED.search(hit.wide + hit.within):
        return False
    return not _NOT_PLAYED.search(hit.wide + hit.within + hit.after(24))


def _dreamt(hit: Around) -> bool:
    if hit.rule != "likeness" or not _DREAMT.search(hit.within):
        return False
    return not _NO_DREAM.search(hit.text[hit.start : hit.end + 40])


def _told(hit: Around) -> bool:
    if _STILL.search(hit.before[-6:]):
        return False
    if _DRILL_AFTER.match(hit.after(16)) or _staged(hit) or _dreamt(hit):
        return True
    by_others = hit.rule not in _NEVER_ON_PAPER and _TOLD_BY.search(hit.wide)
    return bool(by_others or _ELSEWHERE.search(hit.before) or _TOLD.search(hit.wide[-20:]))


def _day_by_day(hit: Around) -> bool:
    if hit.rule == "attack":
        told = hit.within + hit.after(20)
        called_on = _CALLED_ON.search(hit.before) and not _LISTENS.search(told)
        return bool(called_on or _LOUD_AGAIN.match(told))
    if hit.after(1) == "了" or hit.still(hit.start - 24, hit.end + 24):
        return False
    if hit.rule == "fire":
        smokes = _SMOKES_DAILY.search(hit.wide + hit.within)
        return bool(smokes) and not _FIRE_BESIDES.search(_nearby(hit))
    if hit.rule == "drunk_driver":
        drinks = _DRINKS_DAILY.search(hit.before + hit.within) or _DAILY_AFTER.match(hit.after())
        return bool(drinks) and not _ON_THE_ROAD_NOW.search(_nearby(hit))
    return False


def _slight_or_settled(hit: Around) -> bool:
    slight = hit.rule in _MAY_BE_SLIGHT and _SLIGHT.search(hit.after(16))
    slight = slight or (
        hit.rule in _MAY_HARM_NOBODY and _NOBODY_HURT.match(hit.within[-6:] + hit.after(14))
    )
    often = _HABIT.search(hit.before) or _OFTEN_WITHIN.search(hit.within)
    habit = (often and _WISH.search(hit.after(24))) or _HABIT_AFTER.match(hit.after())
    unharmed = hit.rule == "fraud_now" and _NOT_DECEIVED.search(hit.within + hit.after(16))
    return bool(slight or habit or unharmed or _SOUGHT_HELP.match(hit.after()))


def _over(hit: Around) -> bool:
    if hit.rule not in _SAYS_NOT_TO_COME and _RESOLVED.match(hit.after(30)):
        return True
    near = hit.text[max(0, hit.start - 60) : hit.end + 90]
    if _FOUND_AGAIN.match(hit.after(40)) or (_THANKED.search(near) and not _HURRY.search(near)):
        return True
    if _BACK_FOR_PAPERS.match(hit.after(30)):
        return True
    if _BACK_WITHIN.search(hit.within) and not _LOST_NOW.search(hit.within + hit.after(20)):
        return True
    if _HONOUR.search(near) and not _HURRY.search(near):
        return True
    over = _OVER_LATER.match(hit.after(24)) or _AID_ASKED.search(hit.text[hit.end :])
    return bool(over) and not hit.still(hit.start, hit.end + 12)


def _past(hit: Around) -> bool:
    within = _PAST_WITHIN.search(hit.within) or _LONG_AGO_WITHIN.search(hit.within)
    if (within or _PAST_AFTER.match(hit.after())) and not _STILL.search(hit.before[-8:]):
        return True
    if _PUT_RIGHT.match(hit.after(40)) or _LAST_TIME_REPORTED.search(hit.after(24)):
        return True
    wide = max(0, hit.start - 24)
    past = _PAST.search(hit.wide)
    return bool(past) and not hit.still(wide + past.start() if past else 0, hit.end + 12)


def _on_paper(hit: Around) -> bool:
    """Money or a paper is asked for; where a minute counts that excuses nothing."""
    if hit.rule in _NEVER_ON_PAPER or not _PAPERS.search(hit.after(26)):
        return False
    return not hit.still(hit.start - 10, hit.end + 26)


def _long_known(hit: Around) -> bool:
    return is_long_known(hit.text, hit.start, hit.end, hit.rule)


def _of_the_call(hit: Around) -> bool:
    """喂咋没声呢: whether the line is dead, no person."""
    return asks_if_heard(hit.text)


def _only_sounds(holds: Callable[[str, str, str], bool]) -> Callable[[Around], bool]:
    return lambda hit: hit.rule == "likeness" and holds(hit.text, hit.within, _nearby(hit))


STATES: dict[str, Callable[[Around], bool]] = {
    "denied": _denied,
    "no_person": _no_person,
    "figure": _figure,
    "feared": _feared,
    "supposed_or_asked": _supposed_or_asked,
    "told": _told,
    "day_by_day": _day_by_day,
    "slight_or_settled": _slight_or_settled,
    "over": _over,
    "past": _past,
    "on_paper": _on_paper,
    "long_known": _long_known,
    "of_the_call": _of_the_call,
    **{name: _only_sounds(holds) for name, holds in ONLY_SOUNDS.items()},
}


def excuse(text: str, start: int, end: int, rule: str = "") -> str | None:
    """The state that says it is not so, not now, or not meant; None: it is happening."""
    hit = Around(text, start, end, rule)
    return next((name for name, holds in STATES.items() if holds(hit)), None)
