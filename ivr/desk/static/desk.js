// The pages: draws the live view as it arrives over the WebSocket, and lists from the HTTP interface.
// Everything a caller said is set as text, never as markup.

import { $, drawAlarms, el, figure, fill, follow, get, link, moment, signedOn, since, tickClocks } from "./page.js";
import { ticketCard } from "./ticket.js";

const HOUR = 3600;

let labels = { kinds: {}, outcomes: {}, states: {}, journal: {}, fields: {} };
let snapshot = null;

// ---- live ---------------------------------------------------------------------------------------

function card(call) {
  const lines = call.lines.slice(-5).map((line) =>
    el("p", {}, el("span", { class: "who" }, line.who), line.text));
  if (call.partial) lines.push(el("p", { class: "partial" }, el("span", { class: "who" }, "市民"), `${call.partial}…`));
  const draft = call.drafts.length
    ? el("div", { class: "draft" }, el("b", {}, "工单草稿 "), ...call.drafts.map((text) => el("p", {}, text)))
    : null;
  return el("article", { class: call.emergency ? "card urgent" : "card" },
    el("div", { class: "head" },
      el("span", { class: "state" }, call.state),
      el("span", {}, call.caller || "未显示号码", " → ", call.called),
      call.position ? el("span", { class: "tag warn" }, `排队第 ${call.position} 位`) : null,
      call.emergency ? el("span", { class: "tag bad" }, `紧急 ${call.emergency}`) : null,
      call.doubt ? el("span", { class: "tag warn", title: call.doubt }, "疑似险情") : null,
      call.operator ? el("span", { class: "tag good" }, call.operator) : null,
      el("span", { class: "time", "data-since": call.started }, since(call.started))),
    ...lines, draft);
}

function drawLive() {
  if (!snapshot) return;
  const { calls, operators, outbound, waiting } = snapshot;
  fill("figures",
    figure("进行中", calls.length),
    figure("排队等待", waiting, waiting ? "warn" : ""),
    figure("空闲坐席", operators.filter((operator) => operator.free).length),
    figure("待回访回拨", outbound.length));
  fill("live-calls", ...(calls.length ? calls.map(card) : [el("p", { class: "empty" }, "现在没有通话。")]));
  fill("operators", ...(operators.length ? operators.map((operator) =>
    el("li", {}, `${operator.name}`, el("span", { class: `tag ${operator.free ? "good" : "quiet"}` }, operator.state)))
    : [el("li", { class: "quiet" }, "没有签入的坐席")]));
  fill("outbound", ...(outbound.length ? outbound.map((work) =>
    el("li", {}, `${work.kind} ${work.number}`, el("span", { class: "tag quiet" }, work.state)))
    : [el("li", { class: "quiet" }, "没有待办的外呼")]));
  drawAlarms(snapshot);
}

let listed = ""; // which calls and tickets the lists were last drawn for
let redraw = 0;

function drawn(picture) {
  snapshot = picture;
  drawLive();
  const present = snapshot.calls.map((call) => `${call.call}:${call.tickets.length}`).join();
  if (present !== listed) {
    listed = present;
    clearTimeout(redraw);
    redraw = setTimeout(drawLists, 600); // the ledger writes a moment later
  }
}

// ---- lists --------------------------------------------------------------------------------------

// Every cell bears its column's name, which a narrow screen shows instead of the table's head.
function row(table, cells, open) {
  const names = [...document.querySelectorAll(`#${table} th`)].map((head) => head.textContent);
  const made = cells.map((cell) => (cell instanceof Node ? cell : el("td", {}, cell || "—")));
  made.forEach((cell, column) => { cell.dataset.name = names[column]; });
  return el("tr", { tabindex: "0", onclick: open, onkeydown: (event) => { if (event.key === "Enter") open(); } }, ...made);
}

async function drawLists() {
  try {
    const [tickets, calls] = await Promise.all([get("/api/tickets"), get("/api/calls")]);
    fill("ticket-rows", ...(tickets.length ? tickets.map((ticket) => row("tickets", [
      el("td", { class: "number" }, ticket.number),
      el("td", { class: "number" }, labels.states[ticket.state]),
      el("td", { class: "number" }, labels.kinds[ticket.draft.kind] ?? "—"),
      (ticket.draft.category ?? []).join(" / "),
      ticket.draft.place,
      [ticket.draft.summary, ...new Set(ticket.additions.map((said) => `【${said.label}】`))].join(""),
      ticket.draft.route?.unit,
      el("td", { class: "number" }, ticket.draft.deadline?.close_by ?? "—", ticket.draft.deadline?.certain === false ? "（推算）" : ""),
    ], () => showTicket(ticket))) : [nothing(8, "还没有工单。")]));
    fill("call-rows", ...(calls.length ? calls.map((call) => row("calls", [
      el("td", { class: "number" }, moment(call.started)),
      call.caller, call.called,
      call.ended ? `${Math.round((new Date(call.ended) - new Date(call.started)) / 1000)} 秒` : "通话中",
      el("td", { class: "number" }, labels.outcomes[call.outcome]),
      call.tickets.join("、"),
      call.last_heard,
    ], () => showCall(call))) : [nothing(7, "还没有通话。")]));
  } catch (problem) {
    link(false, `读取列表失败：${problem.message}`);
  }
}

const nothing = (columns, text) => el("tr", {}, el("td", { colspan: columns, class: "empty" }, text));

async function showTicket(ticket) {
  show(`工单 ${ticket.number}`, await ticketCard(ticket.number, drawLists));
}

async function showCall(call) {
  const entries = await get(`/api/calls/${encodeURIComponent(call.call)}`);
  const start = new Date(entries[0].at);
  const told = entries.filter((entry) => entry.kind !== "step" || words(entry.data));
  const talk = el("div", { class: "talk" }, ...told.flatMap((entry) => [
    el("span", { class: "at" }, when(entry.at, start)),
    el("b", {}, labels.journal[entry.kind] ?? entry.kind),
    el("span", {}, words(entry.data)),
  ]));
  show(`通话 ${call.call}`, talk);
}

// Seconds since the call began; what happens to its ticket afterwards has its date.
function when(at, start) {
  const seconds = (new Date(at) - start) / 1000;
  return seconds < HOUR ? `${seconds.toFixed(2)} 秒` : moment(at);
}

const figures = (value) => Array.isArray(value) && value.some(Array.isArray); // times of single words, for programs

function words(data) {
  const shown = Object.entries(data).filter(([name, value]) => name in labels.fields && value !== null && value !== "" && !figures(value));
  return shown.map(([name, value]) => {
    const said = value === true ? "是" : value === false ? "否" : Array.isArray(value) ? value.join("；") : labels.values[name]?.[value] ?? value;
    return labels.fields[name] ? `${labels.fields[name]} ${said}` : said;
  }).join("　");
}

function show(title, body) {
  $("detail-title").textContent = title;
  fill("detail-body", body);
  $("detail").showModal();
}

// ---- start --------------------------------------------------------------------------------------

for (const tab of document.querySelectorAll("[role=tab]")) {
  tab.addEventListener("click", () => {
    for (const other of document.querySelectorAll("[role=tab]")) {
      const chosen = other === tab;
      other.setAttribute("aria-selected", String(chosen));
      $(other.dataset.view).hidden = !chosen;
    }
    location.hash = tab.dataset.view;
  });
}
document.querySelector(`[data-view="${location.hash.slice(1)}"]`)?.click();
await signedOn();
labels = await get("/api/labels");
drawLists();
tickClocks();
follow(drawn);
