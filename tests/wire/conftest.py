"""Real parts for the wire tests: the shipped model, the real voice."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from ivr.speech import g711
from ivr.speech.config import VoiceConfig
from ivr.speech.models import missing_parts
from ivr.speech.voice import Voice
from ivr.speech.wav import Sound

MODEL = Path(__file__).parents[2] / "asr_models" / "hotline-cn-small"


@pytest.fixture(scope="session")
def speech_model() -> Path:
    """The shipped model; IVR_TEST_MODEL names another folder."""
    folder = Path(os.environ.get("IVR_TEST_MODEL", MODEL))
    assert not missing_parts(folder), f"{folder} is not a whole model: {missing_parts(folder)}"
    return folder


@pytest.fixture(scope="session")
def say(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Sound]:
    """8 kHz sound of a sentence, through the product's own voice."""
    folder = tmp_path_factory.mktemp("voice")
    config = VoiceConfig(cache=folder / "cache", prompts=folder / "prompts")
    made: dict[str, Sound] = {}

    async def render(text: str) -> Sound:
        voice = Voice(config)
        await voice.start()
        try:
            path = await voice.clip(text)
        finally:
            await voice.stop()
        return g711.decode(path.read_bytes()).astype(np.float32) / 32768

    def render_once(text: str) -> Sound:
        if text not in made:
            with ThreadPoolExecutor(1) as thread:  # a test may have a loop of its own
                made[text] = thread.submit(asyncio.run, render(text)).result()
        return made[text]

    return render_once
