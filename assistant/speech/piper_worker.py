"""The voice's own process: `python -m assistant.speech.piper_worker VOICE.onnx THREADS`.

Piper is GPL-3, so nothing of it is loaded anywhere else. A request's header is {"text"}; each answer is
{"rate"} with mono s16le samples.
"""

import json
import sys
from pathlib import Path

from assistant.errors import EngineMissing
from assistant.worker_frames import Header
from assistant.workers_child import Answers, Cancelled, serve, starting


def main() -> None:
    """Load the voice, then speak until the pipe closes."""
    with starting():
        voice = _voice(Path(sys.argv[1]), int(sys.argv[2]))

    def answer(header: Header, _body: bytes, cancelled: Cancelled) -> Answers:
        for chunk in voice.synthesize(header["text"]):
            yield {"rate": chunk.sample_rate}, chunk.audio_int16_bytes

    serve(answer, ready={"rate": voice.config.sample_rate})


def _voice(model: Path, threads: int):  # type: ignore[no-untyped-def]
    config = Path(f"{model}.json")
    remedy = "fetch it with: mimosa models fetch piper-joe"
    for path in (model, config):
        if not path.is_file():
            raise EngineMissing(f"{path} is not there; {remedy}")

    import onnxruntime
    from piper.config import PiperConfig
    from piper.voice import PiperVoice

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Threads that wait busily take the cores from the ears and the model for nothing.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        described = PiperConfig.from_dict(json.loads(config.read_text(encoding="utf-8")))
        session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors have no common class but this
        raise EngineMissing(f"the voice {model} is damaged ({type(error).__name__}); {remedy}") from error
    voice = PiperVoice(session=session, config=described)
    for _ in voice.synthesize("Ready."):
        pass
    return voice


if __name__ == "__main__":
    main()
