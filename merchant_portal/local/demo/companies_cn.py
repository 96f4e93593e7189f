"""The merchants of the demo world from China and Hong Kong. Names, numbers and addresses are invented."""

from merchant_portal.local.demo import numbers
from merchant_portal.local.demo.plans import RAVI, RITA, Plan, State


def _answers(number: int, name: str, person: str, city: str, address: str, goods: str, **more) -> dict:
    individual = more.get("legal_form") == "individual"
    own = {} if individual else {"representative_role": "执行董事", "applicant_is_representative": "yes"}
    return {
        "country": "CN",
        "legal_form": "company",
        "legal_name": name,
        "registration_number": numbers.uscc(number, individual=individual),
        "representative_name": person,
        "city": city,
        "address": address,
        "goods": goods,
        **({} if "country" in more else {"licence_language": "en"}),
        **own,
        **more,
    }


def _latin(name: str, person: str, address: str, goods: str) -> dict:
    return {"legal_name": name, "representative_name": person, "address": address, "city": "", "goods": goods}


CROPPED = {
    "business_licence": ["doc.cropped"],
    "company": ["address.incomplete:address"],
}

PLANS = [
    Plan(
        "chen@yunshan.example", "陈志远", "zh-hans", "+8613800990001", "云杉家居", State.SUBMITTED, due=-2,
        answers=_answers(
            101, "杭州云杉示例家居有限公司", "陈志远", "杭州市", "云杉路 8 号示例大厦 1203 室",
            "家居用品、床上用品、厨房用具的批发与零售", legal_name_latin="Hangzhou Spruce Sample Home Co., Ltd.",
        ),
        latin=_latin("Hangzhou Spruce Sample Home Co., Ltd.", "Chen Zhiyuan", "8 Yunshan Road, Hangzhou", "Homeware"),
    ),
    Plan(
        "zhou@heyue.example", "周敏", "zh-hans", "+8613800990002", "禾悦茶行", State.SUBMITTED, due=0,
        answers=_answers(
            102, "福州市示例区禾悦茶行", "周敏", "福州市", "茶亭示例街 21 号", "茶叶、茶具的零售",
            legal_form="individual", legal_name_latin="Heyue Sample Tea Shop",
        ),
        latin=_latin("Heyue Sample Tea Shop", "Zhou Min", "21 Chating Sample Street, Fuzhou", "Tea and teaware"),
    ),
    Plan(
        "wu@qingfeng.example", "吴倩", "zh-hans", "+8613800990003", "清风电子", State.SUBMITTED, due=1,
        answers=_answers(
            103, "深圳市清风示例电子有限公司", "吴倩", "深圳市", "示例科技园 3 栋 5 层", "手机配件、充电设备的批发",
            legal_name_latin="Shenzhen Breeze Sample Electronics Co., Ltd.", licence_language="zh",
        ),
        on_paper={"registration_number": numbers.uscc(130)},  # for the reviewer to find
        latin=_latin(
            "Shenzhen Breeze Sample Electronics Co., Ltd.", "Wu Qian", "Building 3, Sample Park, Shenzhen",
            "Phone accessories and chargers",
        ),
    ),
    Plan(
        "huang@jinling.example", "黄文博", "zh-hans", "+8613800990004", "锦翎服饰", State.IN_REVIEW, due=1,
        reviewer=RITA,
        answers=_answers(
            104, "广州锦翎示例服饰有限公司", "黄文博", "广州市", "示例大道 166 号", "服装、鞋帽、箱包的批发与零售",
            legal_name_latin="Guangzhou Jinling Sample Apparel Co., Ltd.", region="广东省", postal_code="510000",
            website="https://jinling.example", licence_language="zh",
        ),
        latin=_latin(
            "Guangzhou Jinling Sample Apparel Co., Ltd.", "Huang Wenbo", "166 Sample Avenue, Guangzhou", "Clothing"
        ),
    ),
    Plan(
        "lin@xiaochuan.example", "林小川", "zh-hans", "+8613800990005", "小川文具", State.CHANGES, reviewer=RITA,
        returned=CROPPED, message="谢谢您的资料，其余内容都没有问题。",
        answers=_answers(
            105, "宁波小川示例文具有限公司", "林小川", "宁波市", "示例街", "文具、办公用品的批发与零售",
            legal_name_latin="Ningbo Xiaochuan Sample Stationery Co., Ltd.",
        ),
        latin=_latin("Ningbo Xiaochuan Sample Stationery Co., Ltd.", "Lin Xiaochuan", "Sample Street", "Stationery"),
    ),
    Plan(
        "xu@baihe.example", "许佳", "zh-hans", "+8613800990006", "百禾杂货", State.IN_REVIEW_AGAIN, due=1,
        reviewer=RAVI, returned={"business_licence": ["doc.cropped"], "operator_id:1": ["doc.unreadable"]},
        answers=_answers(
            106, "苏州市示例区百禾杂货店", "许佳", "苏州市", "平江示例路 9 号", "日用百货的零售",
            legal_form="individual", legal_name_latin="Baihe Sample General Store",
        ),
        latin=_latin("Baihe Sample General Store", "Xu Jia", "9 Pingjiang Sample Road, Suzhou", "Household goods"),
    ),
    Plan(
        "gao@lanting.example", "高雅琴", "zh-hans", "+8613800990007", "兰亭工艺", State.APPROVED, reviewer=RITA,
        message="欢迎加入！",
        answers=_answers(
            107, "绍兴兰亭示例工艺品有限公司", "高雅琴", "绍兴市", "兰亭示例路 3 号", "工艺品、竹编制品的批发与零售",
            legal_name_latin="Shaoxing Lanting Sample Crafts Co., Ltd.",
        ),
        latin=_latin("Shaoxing Lanting Sample Crafts Co., Ltd.", "Gao Yaqin", "3 Lanting Sample Road", "Crafts"),
    ),
    Plan(
        "sun@haitang.example", "孙宇航", "zh-hans", "+8613800990008", "海棠玩具", State.ACTIVE, reviewer=RAVI,
        answers=_answers(
            108, "汕头海棠示例玩具有限公司", "孙宇航", "汕头市", "示例工业区 12 号", "玩具、模型的批发与零售",
            legal_name_latin="Shantou Haitang Sample Toys Co., Ltd.",
        ),
        latin=_latin("Shantou Haitang Sample Toys Co., Ltd.", "Sun Yuhang", "12 Sample Zone, Shantou", "Toys"),
    ),
    Plan(
        "zhao@newshop.example", "赵晨", "zh-hans", "+8613800990009", "晨光示例小店", State.UNCONFIRMED, answers={},
    ),
    Plan(
        "ma@tiankong.example", "马丽", "zh-hans", "+8613800990010", "天空户外", State.HALF,
        answers=_answers(
            110, "成都天空示例户外用品有限公司", "马丽", "成都市", "示例街 77 号", "帐篷、背包等户外用品的零售",
            legal_name_latin="Chengdu Sky Sample Outdoor Co., Ltd.",
        ),
        latin=_latin("Chengdu Sky Sample Outdoor Co., Ltd.", "Ma Li", "77 Sample Street, Chengdu", "Outdoor gear"),
    ),
    Plan(
        "grace@harbour.example", "Grace Leung", "en", "+85290990011", "Harbour Sample Trading", State.SUBMITTED, due=3,
        answers=_answers(
            111, "Harbour Sample Trading Limited", "Grace Leung", "Hong Kong", "Flat 9, 12 Sample Road, Kowloon",
            "Cameras and lenses", country="HK", registration_number="00990011", tax_number="9900110001",
            representative_role="Director",
        ),
    ),
]  # fmt: skip
