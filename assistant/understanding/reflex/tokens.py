"""From text to tokens: case, width, contractions and traditional characters folded away."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

MAX_TEXT = 500
"""Characters of one utterance that are looked at; a longer one is not understood here."""

MAX_TOKENS = 120
"""Words, or Chinese characters, of one utterance that are looked at."""

MAX_REPEATED = 6
"""Times that one word may stand in an utterance."""

_SMALLEST = frozenset({"then", "的", "一", "和", "把", "了"})
PUNCTUATION = frozenset(",.!?;:、。！？；：…")

_PAIRS = (
    "開开關关燈灯臥卧廳厅廚厨廁厕衛卫間间樓楼書书陽阳臺台檯台電电視视機机風风門门鎖锁簾帘調调溫温設设為为顏颜"
    "紅红綠绿藍蓝黃黄熱热氣气淨净濕湿溼湿幾几個个點点鐘钟時时後后邊边側侧裡里裏里這这嗎吗麼么麽么請请幫帮煩烦"
    "謝谢讓让給给將将對对話话說说聽听歡欢樂乐暫暂繼继續续聲声響响靜静掃扫飯饭鍋锅結结檔档強强滿满兩两雙双萬万"
    "億亿與与並并還还沒没無无別别閉闭啟启啓启動动長长車车庫库園园頂顶層层處处隻只盞盏條条張张戶户內内離离當当"
    "過过從从進进來来記记錄录愛爱覺觉變变換换選选擇择現现嚴严濃浓淺浅憶忆買买單单項项務务雞鸡麵面湯汤魚鱼豬猪"
    "鹽盐醬酱東东種种樣样隨随誰谁應应該该週周號号燒烧壓压約约網网線线頭头髮发發发盤盘爐炉櫃柜檢检確确認认驗验"
    "廣广遠远遙遥達达運运轉转減减擴扩縮缩輕轻鬆松舊旧會会見见觀观訊讯較较塵尘潔洁閥阀龍龙兒儿員员嬰婴陰阴雲云"
    "場场腳脚劇剧戲戏遊游業业寫写讀读買买賣卖錢钱銀银鐵铁鋼钢釣钓燙烫燉炖雙双極极檸柠橫横歲岁準准標标灣湾監监"
    "攝摄報报險险陸陆隱隐雖虽難难顯显類类願愿題题館馆駕驾駛驶騎骑驚惊體体鬧闹剛刚創创劃划劑剂勁劲勞劳勝胜區区"
    "協协單单參参咖咖啡啡問问喚唤噴喷團团圍围圖图圓圆執执墊垫壞坏夠够夾夹奪夺孫孙學学實实審审導导屬属島岛幣币"
    "師师帶带廢废異异彈弹徹彻復复徵征態态慣惯憂忧懶懒戰战護护擇择據据擊击擋挡敗败數数斷断旁旁暈晕暢畅曉晓曬晒"
    "籃篮純纯級级細细終终組组絲丝綜综緊紧編编練练緩缓總总織织繞绕罰罚羅罗聯联職职節节範范築筑簡简糧粮糾纠紀纪"
    "紫紫經经絕绝統统縱纵蘋苹藥药蟲虫補补裝装複复規规覽览計计訂订討讨訓训託托許许訴诉診诊評评詞词試试詩诗詳详"
    "語语誤误課课議议護护譯译貓猫貨货質质費费賽赛贊赞跡迹踐践軌轨軟软載载輛辆輪轮輸输辦办農农遲迟適适遷迁邊边"
    "郵邮鄰邻醫医釋释鋪铺鏡镜鍵键鐵铁閃闪閱阅陣阵陳陈際际階阶雜杂霧雾靈灵韓韩順顺預预領领頻频顆颗顧顾飛飞飲饮"
    "養养館馆駐驻騙骗髒脏魔魔鮮鲜鳥鸟麗丽齊齐齡龄"
)
_SIMPLIFIED = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))

_WORDS = re.compile(
    r"(?<![^\s到为成至在])[-−]\d+(?:[.]\d+)?(?!\s?[-\d])|\d+(?:[.]\d+)?(?:(?<=\d)(?=\D)|$)|[^\W\d_\u3400-\u9fff]+(?:'[^\W\d_\u3400-\u9fff]+)*|[\u3400-\u9fff]|[%°/:,.!?;、。！？；：…]"
)
_CODE = re.compile(r"[{}\[\]<>\\|=]|\w\(['\"]|\s-{1,2}[a-z]+\s")
_ENDINGS = {"n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would", "'m": "am"}
_WHOLE = {"can't": ("can", "not"), "won't": ("will", "not"), "let's": ("let", "us"), "long's": ("long", "is")}
_SLURRED = {
    "gimme": ("give", "me"), "lemme": ("let", "me"), "owt": ("anything",), "aught": ("anything",), "nowt": ("nothing",),
    "summat": ("something",), "dunno": ("do", "not", "know"), "yall": ("you",), "whatcha": ("what", "are", "you"),
    "cept": ("except",), "fore": ("before",), "tis": ("it", "is"), "twas": ("it", "was"), "yer": ("your",),
    "ya": ("you",), "nah": ("no",), "nope": ("no",),
}  # fmt: skip
_DROPPED_G = re.compile(r"[^\W\d_]{2,}in'(?![^\W_])")
"""The "runnin'" of many dialects."""
_IS = frozenset(
    {"what", "it", "that", "where", "how", "who", "there", "here", "when", "which", "everything", "he", "she"}
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number, Chinese character or punctuation mark."""

    text: str
    """Lower case, half width, simplified."""
    start: int
    """Offset in the text as it was given."""
    end: int


def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens of a text; symbols and control characters are left out."""
    folded, offsets = _folded(text)
    if not folded.isascii():
        folded, offsets = _without_r(folded, offsets)
    found: list[Token] = []
    for match in _WORDS.finditer(folded):
        start, end = offsets[match.start()], offsets[match.end() - 1] + 1
        said = f"{match.group()}g" if _DROPPED_G.match(folded, match.start()) else match.group()
        found.extend(Token(word, start, end) for word in _expanded(said))
    return tuple(found)


def is_code(text: str) -> bool:
    """Whether it is written for a machine: nobody says braces, angle brackets or options of commands."""
    return bool(_CODE.search(text))


def repeats_itself(tokens: Sequence[Token]) -> bool:
    """Whether one word stands oftener than in any sentence, but for the smallest ones."""
    counted = Counter(t.text for t in tokens if len(t.text) > 3 or is_chinese(t.text))
    return any(count > MAX_REPEATED for word, count in counted.items() if word not in _SMALLEST)


def words_of(text: str) -> tuple[str, ...]:
    """Only the words of a text, without punctuation: the form in which everything is looked up."""
    return tuple(t.text for t in tokens_of(text) if t.text not in PUNCTUATION)


def is_chinese(word: str) -> bool:
    """Whether a token is a Chinese character."""
    return len(word) == 1 and "\u3400" <= word <= "\u9fff"


def _folded(text: str) -> tuple[str, range | list[int]]:
    if text.isascii():
        return text.lower(), range(len(text))
    letters: list[str] = []
    offsets: list[int] = []
    for index, letter in enumerate(text):
        for plain in unicodedata.normalize("NFKC", letter).casefold():
            letters.append(_SIMPLIFIED.get(plain, "'" if plain in "’‘`´" else "/" if plain == "⁄" else plain))
            offsets.append(index)
    return "".join(letters), offsets


_R_COLOURED = re.compile("(?<=[点会块边活缝头门味声院圈曲样阵劲份道屋根盆片画座桌沿底灯窗帘盘口歌])儿(?![童子女歌科])")


def _without_r(folded: str, offsets: range | list[int]) -> tuple[str, range | list[int]]:
    """Without the 儿 that only colours a syllable: 小声点儿 is 小声点."""
    dropped = {m.start() for m in _R_COLOURED.finditer(folded)}
    if not dropped:
        return folded, offsets
    kept = [i for i in range(len(folded)) if i not in dropped]
    return "".join(folded[i] for i in kept), [offsets[i] for i in kept]


def _expanded(word: str) -> tuple[str, ...]:
    if "'" not in word:
        return _SLURRED.get(word, (word,))
    if word in _WHOLE:
        return _WHOLE[word]
    for ending, full in _ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending):
            return (word.removesuffix(ending), full)
    stem, _, rest = word.partition("'")
    if stem in ("t", "th") and len(rest) > 1:
        return ("the", rest)  # "t'pantry light", as Northerners say it
    if rest == "s":
        return (stem, "is") if stem in _IS else (stem,)
    return _SLURRED.get(word.replace("'", ""), (word.replace("'", ""),))
