"""Times that postpone nothing: those at which somebody likes something, or does not want it done."""

import re

from assistant.understanding.reflex.matching.chart import Chart

_AGAIN = (
    r"(in the (morning|afternoon|evening)s?|at (noon|lunchtime|night|the weekend)|on (weekdays|weekends)"
    r"|during the week|in (the )?(winter|summer)|(while|when) (the )?baby (sleeps|is asleep))"
)
_AGAIN_ZH = "(早上|早晨|上午|中午|下午|晚上|傍晚|夜里|半夜|夜间|工作日|平日|周末|冬天|夏天|(宝宝|孩子)睡觉(时|的时候))"

_TELLS = re.compile(
    rf"^(((remember|keep in mind)( that)?:? )?(i|we) (like|prefer|love) .+ {_AGAIN}"
    rf"|(please )?(do not|don't|never) (vacuum|mop) ({_AGAIN}|before \w+)"
    r"|forget everything from (today|yesterday)"
    rf"|(记住)?我们?(喜欢|爱){_AGAIN_ZH}.+"
    rf"|{_AGAIN_ZH}(别|不要)(扫地|吸尘|打扫|拖地))\W*$"
)


def tells_liking(chart: Chart) -> bool:
    """Whether the whole sentence tells how somebody likes it, or what not to do, at times that come again."""
    return _TELLS.match(chart.text.strip().lower().replace("’", "'")) is not None
