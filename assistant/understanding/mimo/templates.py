"""From a prompt to the model's own chat format, with the place of the turn's text kept apart from control tokens."""

from dataclasses import dataclass
from typing import Any, Literal

from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from assistant.errors import EngineFailed

_TURN = "\x02turn\x02"

NO_THINKING = "<think>\n\n</think>\n\n"

CHATML = """\
{%- for message in messages -%}
<|im_start|>{{ message.role }}
{{ message.content }}<|im_end|>
{% endfor -%}
{%- if add_generation_prompt -%}
<|im_start|>assistant
{% endif -%}
"""
"""For a model file that brings no template: what the Qwen2.5 and MiMo families were trained on."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a family of models wants to be asked."""

    instructions: Literal["system", "user"] = "system"
    """Where the constant prompt stands: as the system message, or at the head of the user's behind an empty one."""
    last_words: str = ""
    """Put behind the turn; a switch the model was trained on."""
    thinks: bool = False
    """It thinks in <think> unless it is kept from it."""


PLAIN = Manner()
MIMO = Manner(instructions="user", thinks=True)
MIMO_VL = Manner(last_words="/no_think", thinks=True)


def manner_of(model: str, template: str = "") -> Manner:
    """The manner of a model by its own name, or by a template that speaks of thinking."""
    name = model.lower()
    if "mimo" in name:
        return MIMO_VL if "vl" in name else MIMO
    return Manner(thinks="<think>" in template)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A prompt in the model's chat format: head + the turn's text + foot."""

    head: str
    """Constant, control tokens included."""
    turn: str
    """Plain text; whatever looks like a control token in it is no such thing."""
    foot: str
    """Constant."""


class ChatFormat:
    """Renders prompts with a model's own template."""

    def __init__(self, template: str, manner: Manner) -> None:
        """`template`: Jinja2 out of the model file; empty or unusable: ChatML."""
        self._manner = manner
        self._template = template
        self._kept: dict[tuple[str, bool], tuple[str, str]] = {}

    def render(self, constant: str, turn: str, *, thinking: bool = False) -> Rendered:
        """The prompt; `thinking`: the model may think before it answers. Raises EngineFailed."""
        key = (constant, thinking)
        if key not in self._kept:
            self._kept = {key: self._around(constant, thinking)}
        head, foot = self._kept[key]
        last = f"\n{self._manner.last_words}" if self._manner.last_words and not thinking else ""
        return Rendered(head, turn + last, foot)

    def _around(self, constant: str, thinking: bool) -> tuple[str, str]:
        messages = self.messages(constant, _TURN)
        for template in (self._template, CHATML):
            whole = _rendered(template, messages)
            if whole is not None and whole.count(_TURN) == 1 and constant in whole:
                head, foot = whole.split(_TURN)
                return head, foot + self._opening(foot, thinking)
        raise EngineFailed("the constant prompt contains the mark of the turn")

    def messages(self, constant: str, turn: str) -> list[dict[str, Any]]:
        """The prompt as chat messages."""
        if self._manner.instructions == "system":
            return [{"role": "system", "content": constant}, {"role": "user", "content": turn}]
        return [{"role": "system", "content": ""}, {"role": "user", "content": f"{constant}\n\n{turn}"}]

    def _opening(self, foot: str, thinking: bool) -> str:
        """Keep a thinking model from thinking by giving it an empty thought, or open one for it."""
        if not self._manner.thinks:
            return ""
        opened = foot.rstrip().endswith("<think>")
        if thinking:
            return "" if opened else "<think>\n"
        return NO_THINKING.removeprefix("<think>") if opened else NO_THINKING


def _rendered(template: str, messages: list[dict[str, Any]]) -> str | None:
    """None where the template cannot be used. Model files are strangers: their template runs in a sandbox."""
    if not template:
        return None
    sandbox = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
    sandbox.globals["raise_exception"] = _refuse
    try:
        return sandbox.from_string(template).render(
            messages=messages, add_generation_prompt=True, tools=None, bos_token="", eos_token="", enable_thinking=False
        )
    except (TemplateError, TypeError, ValueError, KeyError, ArithmeticError):
        return None


def _refuse(message: str) -> None:
    raise TemplateError(message)
