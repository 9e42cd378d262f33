"""Yes, no and stop, matched by code in both languages. A model never decides what a yes is."""

from enum import Enum

from assistant.understanding.reflex.tokens import words_of
from assistant.utterance import Language


class Answer(Enum):
    """What a short utterance answers."""

    YES = "yes"
    NO = "no"
    STOP = "stop"
    """Stop, never mind, be quiet: drops what waits and says nothing more."""
    END = "end"
    """That is all: the conversation is over."""
    THANKS = "thanks"
    NONE = "none"
    """It is no such answer."""


_EN = {
    Answer.YES: (
        "yes|yeah|yep|yup|yes please|yes do it|yes do that|do it|do that|do so|please do|go ahead|go for it|sure|"
        "sure thing|of course|ok|"
        "okay|alright|all right|confirm|confirmed|i confirm|correct|that is correct|that is right|right|"
        "exactly|absolutely|definitely|affirmative|yes go ahead|yes i am sure|i am sure|yes of course|yes sure|"
        "sounds good|that is fine|fine|yes confirm|proceed|certainly|please go ahead|yes that is right|yes that one|"
        "yes thank you|yes thanks|uh huh|aye"
    ),
    Answer.NO: (
        "no|nope|nah|no thanks|no thank you|do not|do not do it|do not do that|please do not|no do not|not now|"
        "no way|negative|better not|rather not|i would rather not|no please do not|no do not do it|no do not do that|"
        "no not now|no wait|wait no|absolutely not|certainly not|no leave it|leave it|that is wrong|wrong|incorrect"
    ),
    Answer.STOP: (
        "stop|stop it|stop that|please stop|never mind|nevermind|forget it|forget about it|forget that i asked|cancel|"
        "cancel that|cancel it|abort|be quiet|quiet|shut up|hush|silence|enough|that is enough|stop talking|go away|"
        "no never mind|no cancel|no cancel that|no cancel it|wait cancel that|ok cancel that|drop it|"
        "no forget it|no stop|nothing"
    ),
    Answer.END: (
        "that is all|that is all thanks|that is all thank you|thanks that is all|thank you that is all|"
        "that will be all|that would be all|that is it|that is it thanks|that is it for now|that is all for now|"
        "nothing else|nothing else thanks|no that is all|no that is it|no nothing else|no thanks that is all|i am done|"
        "we are done|"
        "all done|goodbye|good bye|bye|bye bye|ok that is all|okay that is all"
    ),
    Answer.THANKS: (
        "thanks|thank you|thx|cheers|thanks a lot|many thanks|thank you very much|thank you so much|great thanks|"
        "good thanks|perfect thanks|ok thanks|okay thanks|great thank you|perfect|great|well done|good job|nice|lovely|"
        "perfect thank you|good thank you|ok thank you|okay thank you|that is better|much better|that is perfect"
    ),
}
_ZH = {
    Answer.YES: (
        "是|是的|对|对的|好|好的|好啊|好吧|行|行的|可以|没错|没问题|嗯|嗯嗯|确定|我确定|确认|是的确定|当然|当然可以|可以的|"
        "同意|去吧|做吧|开始吧|执行|执行吧|就这样|就这么办|要|要的|需要|对对|对对对|好好|是啊|正确|继续吧|请继续|好的请继续|"
        "请确认|好的确认|是的请|是的可以|好的可以"
    ),
    Answer.NO: (
        "不|不是|不是的|不要|不用|不用了|不要了|不对|不行|不可以|别|别做|不必|不必了|不需要|否|不好|不了|没有|先不要|先不用|"
        "不同意|不确定|不继续|不确认|还是不要|还是算了|别这样|不执行|错|错了"
    ),
    Answer.STOP: (
        "停|停止|停下|停下来|算了|取消|取消吧|闭嘴|退下|安静|别说了|别说话|没事|没什么|住口|够了|不用管了|不管了|"
        "当我没说|打住|停一下|退出|结束|不说了|你退下吧|别吵"
    ),
    Answer.END: (
        "没事了|没别的了|没别的事了|没有别的了|没有别的事了|没了|就这些|就这些了|就这样了|没什么了|没其他的了|再见|拜拜|"
        "好了没事了|没事了谢谢|没别的了谢谢|就这些谢谢|谢谢没事了|谢谢就这些|好的没事了|好了就这样"
    ),
    Answer.THANKS: (
        "谢谢|谢谢你|谢谢您|谢了|多谢|太感谢了|感谢|好的谢谢|好谢谢|好了谢谢|不错|很好|真棒|完美|太好了|谢啦|辛苦了|可以了谢谢|"
        "这样就好|这样就行|对就这个|对就是这个|对就这样|嗯就这样"
    ),
}
_TRAILING = frozenset({"please", "mimosa", "thanks", "吧", "了", "啊", "呀", "哦", "请"})


def _table() -> dict[tuple[str, ...], Answer]:
    spoken = [(answer, said) for table in (_EN, _ZH) for answer, texts in table.items() for said in texts.split("|")]
    return {words_of(said): answer for answer, said in spoken}


_ANSWERS = _table()


def answer_in(text: str, language: Language) -> Answer:
    """What the whole utterance answers, in either language whatever `language` it was recognised in.

    Anything that says more than the answer ("yes, and open the door") is none: it drops the question.
    """
    words = words_of(text) if len(text) <= 60 else ()
    while words:
        if words in _ANSWERS:
            return _ANSWERS[words]
        if words[-1] not in _TRAILING:
            break
        words = words[:-1]
    return Answer.NONE
