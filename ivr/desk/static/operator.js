// One operator's page: the draft before the phone rings, the talk as it grows, 等待电话 in a follow-up.
// Everything a caller said is set as text, never as markup.

import { $, el, figure, fill, follow, get, send, signedOn, since, tickClocks } from "./page.js";

const KEPT = "ivr-operator"; // which seat this browser belongs to
let picture = null;

const mine = () => picture?.operators.find((operator) => operator.name === $("who").value);

function draw() {
  if (!picture) return;
  const seat = mine();
  const does = seat?.does ?? "out";
  $("state").textContent = seat ? seat.state + (seat.reason ? `（${seat.reason}）` : "") + (seat.leaving ? "，话后签出" : "") : "未签入";
  $("state").className = `tag ${does === "ready" ? "good" : does === "ringing" ? "bad" : "quiet"}`;
  $("since").textContent = seat ? since(seat.since) : "";
  if (seat) $("since").dataset.since = seat.since; else delete $("since").dataset.since;
  $("sign-in").disabled = does !== "out";
  $("sign-out").disabled = does === "out";
  $("ready").disabled = !["wrap_up", "paused"].includes(does);
  $("pause").disabled = !["ready", "wrap_up", "paused"].includes(does);
  fill("figures",
    figure("排队等待", picture.waiting, picture.waiting ? "warn" : ""),
    figure("空闲坐席", picture.operators.filter((operator) => operator.free).length),
    figure("待回访回拨", picture.outbound.length));
  $("alarm").hidden = !seat?.waiting;
  $("alarm").textContent = seat?.waiting ? "等待电话：有市民来电正在等待，请尽快、礼貌地结束本次回访。" : "";
  fill("task", task(seat));
}

function task(seat) {
  const call = picture.calls.find((one) => one.call === seat?.call);
  const work = picture.outbound.find((one) => one.id === seat?.call);
  $("title").textContent = seat?.does === "ringing" ? "来电，话机即将振铃" : work ? work.kind : "当前通话";
  if (call) return talk(call);
  if (work) return el("article", { class: "card" },
    el("div", { class: "head" }, el("span", { class: "state" }, work.state), el("span", {}, work.number)),
    work.ticket ? el("p", {}, el("span", { class: "who" }, "工单"), work.ticket) : null,
    work.about ? el("p", {}, el("span", { class: "who" }, "反映"), work.about) : null);
  return el("p", { class: "empty" }, seat ? "现在没有分给您的通话。" : "请选择坐席并签入。");
}

function talk(call) {
  const lines = call.lines.map((line) =>
    el("p", { class: line.who === "建议" ? "advice" : "" }, el("span", { class: "who" }, line.who), line.text));
  if (call.partial) lines.push(el("p", { class: "partial" }, el("span", { class: "who" }, "市民"), `${call.partial}…`));
  return el("article", { class: call.emergency ? "card urgent" : "card" },
    el("div", { class: "head" },
      el("span", { class: "state" }, call.state),
      el("span", {}, call.caller || "未显示号码", " → ", call.called),
      call.emergency ? el("span", { class: "tag bad" }, `紧急 ${call.emergency}`) : null,
      el("span", { class: "time", "data-since": call.started }, since(call.started))),
    el("div", { class: "draft" }, el("b", {}, "工单草稿 "),
      ...(call.drafts.length ? call.drafts.map((text) => el("p", {}, text)) : [el("p", { class: "quiet" }, "还没有听到诉求。")])),
    call.tickets.length ? el("p", {}, el("span", { class: "who" }, "已立工单"), call.tickets.join("、")) : null,
    el("div", { class: "draft" }, el("b", {}, "对话 "), ...lines));
}

async function act(action) {
  $("refused").textContent = "";
  const wish = { name: $("who").value };
  try {
    await send(`/api/operators/${action}`, action === "pause" ? { ...wish, reason: $("reason").value } : wish);
  } catch (problem) {
    $("refused").textContent = problem.message;
  }
}

for (const action of ["sign-in", "sign-out", "ready", "pause"]) $(action).addEventListener("click", () => act(action));
const session = await signedOn();
const roster = await get("/api/operators");
fill("who", ...roster.map((who) => el("option", { value: who.name }, who.number ? `${who.name} ${who.number}` : who.name)));
if (!roster.length) $("refused").textContent = session.needed ? "您的账号没有对应的坐席" : "配置里还没有坐席（config/queue.toml）";
const kept = localStorage.getItem(KEPT);
if (roster.some((who) => who.name === kept)) $("who").value = kept;
$("who").addEventListener("change", () => { localStorage.setItem(KEPT, $("who").value); draw(); });
tickClocks();
follow((snapshot) => { picture = snapshot; draw(); });
