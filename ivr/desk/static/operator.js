// One operator's page: the draft before the phone rings, the talk as it grows, 等待电话 in a follow-up.
// Everything a caller said is set as text, never as markup.

import { $, drawAlarms, el, figure, fill, follow, get, send, signedOn, since, tickClocks } from "./page.js";
import { drawControls } from "./controls.js";
import { ticketCard } from "./ticket.js";

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
  drawAlarms(picture, seat?.waiting
    ? "等待电话：有市民来电正在等待，请尽快、礼貌地结束本次通话，或先寄存、接完来电再回来。" : "");
  const work = picture.outbound.find((one) => one.id === seat?.call);
  const call = picture.calls.find((one) => one.call === (work?.call || seat?.call));
  fill("task", ...task(seat, call, work));
  drawControls($("controls"), { seat, call, work, picture });
  if (call || work) finished = call?.call ?? finished;
  drawPapers(call || work ? [work?.ticket, ...(call?.tickets ?? [])].filter(Boolean) : null, work?.earlier);
}

function task(seat, call, work) {
  $("title").textContent = seat?.does === "ringing" ? "来电，话机即将振铃" : work ? work.kind : "当前通话";
  const parts = [];
  const parked = picture.outbound.find((one) => one.id === seat?.parked);
  if (parked && parked.id !== seat.call) parts.push(el("article", { class: "card" }, el("div", { class: "head" },
    el("span", { class: "state" }, "寄存中"), el("span", {}, `${parked.kind} ${parked.number}`)),
    el("p", {}, "市民正在听音乐等候；接完这个来电，您的话机会再次振铃，接起即与其继续通话。")));
  if (work) parts.push(el("article", { class: "card" },
    el("div", { class: "head" }, el("span", { class: "state" }, work.state), el("span", {}, work.number)),
    work.ticket ? el("p", {}, el("span", { class: "who" }, "工单"), work.ticket) : null,
    work.about ? el("p", {}, el("span", { class: "who" }, "反映"), work.about) : null));
  if (call) parts.push(talk(call));
  if (!parts.length) parts.push(el("p", { class: "empty" }, seat ? "现在没有分给您的通话。" : "请选择坐席并签入。"));
  return parts;
}

let laid = ""; // which tickets lie on the page; they are not laid anew while somebody writes on them

let finished = ""; // the call whose tickets lie there after it has ended, to be put right and signed

async function drawPapers(numbers, earlier) {
  const key = numbers ? [...numbers, earlier ?? ""].join() : `after ${finished}`;
  if (key === laid || (!numbers && !finished)) return;
  laid = key;
  if (!numbers) {
    await new Promise((resolve) => { setTimeout(resolve, 600); }); // the ledger writes a moment later
    numbers = (await get("/api/calls").catch(() => [])).find((one) => one.call === finished)?.tickets ?? [];
    if (!numbers.length) return; // what lay there stays
  }
  await lay(key, numbers, earlier);
}

let papers = [[], ""]; // what lies there

async function lay(key, numbers, earlier) {
  papers = [numbers, earlier];
  const cards = await Promise.all(numbers.map(async (number) => {
    try {
      return el("article", { class: "card" }, el("h3", {}, `工单 ${number}`), await ticketCard(number));
    } catch (problem) {
      return el("p", { class: "bad" }, `工单 ${number}：${problem.message}`);
    }
  }));
  if (earlier) cards.push(await earlierCall(earlier));
  if (laid === key) fill("papers", ...cards);
}

// The outcome of a follow-up has changed its ticket: it is laid there anew, once it is written.
document.addEventListener("outcome", () => setTimeout(() => lay(laid, ...papers), 600));

async function earlierCall(call) {
  const entries = await get(`/api/calls/${encodeURIComponent(call)}`).catch(() => []);
  const heard = entries.filter((entry) => entry.kind === "heard").map((entry) => el("p", {}, el("span", { class: "who" }, "市民"), entry.data.text));
  return el("article", { class: "card" }, el("h3", {}, "此前未接通的来电"), ...(heard.length ? heard : [el("p", { class: "quiet" }, "没有听到诉求。")]));
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
      call.doubt ? el("span", { class: "tag warn", title: call.doubt }, "疑似险情") : null,
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
else if (roster.length) localStorage.setItem(KEPT, $("who").value);
$("who").addEventListener("change", () => { localStorage.setItem(KEPT, $("who").value); draw(); });
tickClocks();
follow((snapshot) => { picture = snapshot; draw(); });
