# ruff: noqa: E501 - markup reads better whole
"""热点报告: the report as one HTML file with small inline charts; no script, nothing fetched. Pure."""

from collections.abc import Mapping, Sequence
from html import escape

from ivr.clock import CHINA
from ivr.tickets.topics import Topic, TopicReport, alert_line

_STYLE = """
body{font:15px/1.6 "Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;margin:2rem auto;max-width:62rem;padding:0 1rem;color:#1b2733;background:#fff}
h1{font-size:1.5rem;margin:0}p.when{color:#5a6b7b;margin:.2rem 0 1rem}
.alert{border-left:5px solid #c62828;background:#fdecea;padding:.5rem .9rem;margin:.4rem 0}
.calm{border-left:5px solid #2e7d32;background:#edf7ed;padding:.5rem .9rem}
table{border-collapse:collapse;width:100%;margin-top:1rem}th,td{text-align:left;vertical-align:top;padding:.45rem .6rem;border-bottom:1px solid #dde3e9}
th{color:#5a6b7b;font-weight:600;white-space:nowrap}td.n{text-align:right;font-variant-numeric:tabular-nums}td:first-child{border-left:4px solid transparent}tr.hot td:first-child{border-left-color:#c62828}
ul{margin:0;padding-left:1.1rem}small{color:#5a6b7b}svg{display:block}
@media print{body{margin:0}}
@media (prefers-color-scheme:dark){body{background:#11181f;color:#dbe4ec}.alert{background:#3a1b1b}.calm{background:#18301b}th,td{border-color:#2b3845}}
"""
_WIDTH, _HEIGHT, _GAP = 132, 34, 3


def page(report: TopicReport, examples: Mapping[str, str]) -> str:
    """The whole page; `examples` has the (masked) sentence of each ticket number."""
    hours = hours_of(report)
    name = "热点日报" if hours == 24 else f"热点分析（近 {hours} 小时）"
    start, end = report.start.astimezone(CHINA), report.end.astimezone(CHINA)
    alerts = "".join(f'<p class="alert">{escape(alert_line(t, hours))}</p>' for t in report.alerts)
    rows = "".join(_row(topic, examples) for topic in report.topics)
    usual = (
        f"，前 {report.days_compared} 日同时段平均 {report.usual:.1f} 件"
        if report.usual is not None
        else "，暂无可比数据"
    )
    calm = (
        "本时段没有明显上升的事项。" if report.usual is not None else "尚无可比数据，不能判断升降。"
    )
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{name}</title><style>{_STYLE}</style></head><body><h1>{name}</h1>"
        f'<p class="when">{start:%Y-%m-%d %H:%M} 至 {end:%Y-%m-%d %H:%M}：共 {report.total} 件{usual}</p>'
        + chart(report.days, "全部诉求", wide=True, hot=bool(report.alerts))
        + (alerts or f'<p class="calm">{calm}</p>')
        + "<table><thead><tr><th>事项</th><th>件数</th><th>平时</th><th>变化</th><th>各日同时段</th><th>集中地点</th><th>例</th></tr></thead>"
        + f"<tbody>{rows}</tbody></table></body></html>\n"
    )


def hours_of(report: TopicReport) -> int:
    """How long the time looked at is."""
    return round((report.end - report.start).total_seconds() / 3600)


def _row(topic: Topic, examples: Mapping[str, str]) -> str:
    where = "<br>".join(f"{escape(name)} <small>{n} 件</small>" for name, n in topic.places)
    told = "".join(f"<li>{escape(examples[n])}</li>" for n in topic.examples if examples.get(n))
    usual = "—" if topic.usual is None else f"{topic.usual:.1f}"
    industry, sort = topic.matter
    return (
        f"<tr{' class=hot' if topic.alert else ''}><td>{escape(sort)}<br><small>{escape(industry)}</small></td>"
        f'<td class="n">{topic.count}</td><td class="n">{usual}</td><td class="n">{_change(topic)}</td>'
        f"<td>{chart(topic.days, sort, hot=topic.alert)}</td><td>{where or '—'}</td><td><ul>{told}</ul></td></tr>"
    )


def _change(topic: Topic) -> str:
    if topic.usual is None:
        return "—"
    if topic.usual == 0:
        return "新出现"
    return f"{(topic.count / topic.usual - 1) * 100:+.0f}%"


def chart(counts: Sequence[int], name: str, *, wide: bool = False, hot: bool = False) -> str:
    """Bars of the same hours day by day, these hours last and darker, red where they are told as an
    alert; readable without seeing it."""
    width = _WIDTH * 3 if wide else _WIDTH
    step = width / max(8, len(counts))
    most = max([*counts, 1])
    now = "#c62828" if hot else "#37566b"
    bars = []
    for index, count in enumerate(counts):
        high = max(1.0, count / most * (_HEIGHT - 2)) if count else 0.0
        last = index == len(counts) - 1
        ago = "本时段" if last else f"{len(counts) - 1 - index} 天前"
        bars.append(
            f'<rect x="{index * step:.1f}" y="{_HEIGHT - high:.1f}" width="{step - _GAP:.1f}" height="{high:.1f}" '
            f'fill="{now if last else "#90a4ae"}"><title>{ago}：{count} 件</title></rect>'
        )
    label = escape(f"{name}：{'、'.join(map(str, counts))}", quote=True)
    return (
        f'<svg role="img" aria-label="{label}" width="{width}" height="{_HEIGHT}" viewBox="0 0 {width} {_HEIGHT}">'
        + "".join(bars)
        + "</svg>"
    )
