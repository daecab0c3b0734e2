"""`ivr bench kb --hear`: what our recogniser makes of the labelled questions, spoken by our voice.

The texts are kept in knowledge_base/eval/heard.tsv, so that the bench itself is quick.
"""

import asyncio
from pathlib import Path

import numpy as np

from ivr.app.parts import model_folder
from ivr.errors import VoiceError
from ivr.knowledge.labelled import Labelled
from ivr.language.numbers import written
from ivr.settings.model import Settings

_NOTE = (
    "# 同一批话经本系统合成、再经本系统识别后的文字：部分、应答条目、听到的话。\n"
    "# 由 ivr bench kb --hear 生成，勿手改。\n"
)


def hear(settings: Settings, labelled: list[Labelled], file: Path) -> int:
    """Speak and recognise every line; write what was heard."""
    texts = asyncio.run(_heard(settings, [item.text for item in labelled]))
    lines = [
        f"{item.part}\t{'|'.join(sorted(item.answers)) or 'none'}\t{text}\n"
        for item, text in zip(labelled, texts, strict=True)
    ]
    file.write_text(_NOTE + "".join(lines), encoding="utf-8")
    return len(lines)


async def _heard(settings: Settings, texts: list[str]) -> list[str]:
    from ivr.speech.decoder import Model
    from ivr.speech.g711 import decode
    from ivr.speech.transcribe import recognise
    from ivr.speech.voice import Voice

    model = Model(model_folder(settings))
    voice = Voice(settings.tables.voice)
    await voice.start()
    found = []
    try:
        for text in texts:
            try:
                clip = await voice.clip(text)
            except VoiceError:  # a foreign language, only digits: as it stands
                found.append(text)
                continue
            sound = decode(clip.read_bytes()).astype(np.float32) / np.float32(32768)
            words = await asyncio.to_thread(recognise, sound, model)
            found.append(written("".join(word.text for word in words)))
    finally:
        await voice.stop()
    return found
