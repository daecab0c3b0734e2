// One ticket: what it says, masked; its legal next steps as buttons; its fields to be put right.
// Everything a caller said is set as text, never as markup.

import { el, get, moment, send, session } from "./page.js";

const KEPT = "ivr-operator"; // who works at this browser, where nobody has to sign on
const SHOWN = { time: "时间", place: "地点", course: "过程", state: "现状", request: "诉求", respondent: "被反映对象", summary: "摘要" };
let labels = null;
let categories = null;

const mayChange = () => session.role !== "auditor";
const address = (ticket, what = "") => `/api/tickets/${encodeURIComponent(ticket.number)}${what}`;

// The element of a ticket; it draws itself anew after every change, and tells `changed`.
export async function ticketCard(number, changed = () => {}) {
  labels ??= await get("/api/labels");
  const place = el("div", { class: "ticket" });
  const redraw = (ticket, raw = null) => { place.replaceChildren(...drawn(ticket, raw, redraw, changed)); };
  redraw(await get(address({ number })));
  return place;
}

function drawn(ticket, raw, redraw, changed) {
  const draft = (raw ?? ticket).draft;
  const pairs = [
    ["状态", labels.states[ticket.state]], ...added(ticket, raw), ["通话", ticket.call], ["来电", (raw ?? ticket).caller],
    ["受理时间", moment(ticket.created)], ["类别", labels.kinds[draft.kind]], ["分类", (draft.category ?? []).join(" / ")],
    ...Object.entries(SHOWN).map(([name, label]) => [label, draft.carried.includes(name) ? `${draft[name]}（承前一件诉求）` : draft[name]]),
    ["承办单位", draft.route ? `${draft.route.unit}（${draft.route.level}）` : ""],
    ["时限", draft.deadline ? `${draft.deadline.respond_by} 前反馈，${draft.deadline.close_by} 前办结${draft.deadline.note ? `（${draft.deadline.note}）` : ""}` : ""],
    ["待询问", (draft.to_ask ?? []).map((name) => SHOWN[name] ?? { city: "城市" }[name] ?? name).join("、")],
    ["市民确认", ticket.confirmed ? "已逐句确认" : "尚未确认"], ["满意度", ticket.rating ? `${ticket.rating} 分` : ""],
    ["并入", ticket.merged_into], ["原话", draft.text],
  ].filter(([name, value]) => value || name in { 地点: 0, 时间: 0, 诉求: 0 });
  const facts = el("dl", {}, ...pairs.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value || "—")]));
  const parts = [facts, history(ticket)];
  if (mayChange()) {
    const desk = el("div", { class: "steps" });
    desk.append(...actions(ticket, raw, desk, redraw, changed));
    parts.unshift(desk);
  }
  return parts;
}

// 补充: what the caller said after it was written stands above all that was written.
function added(ticket, raw) {
  const sorts = new Map(ticket.additions.map((step) => [step.action, step.label]));
  return (raw ?? ticket).history.filter((step) => sorts.has(step.action))
    .map((step) => [sorts.get(step.action), el("b", {}, `${step.why}（${moment(step.at)}）`)]);
}

function history(ticket) {
  if (!ticket.history.length) return "";
  return el("ol", { class: "history" }, ...ticket.history.map((step) =>
    el("li", {}, el("span", { class: "number quiet" }, moment(step.at)), " ", el("b", {}, step.label), ` ${step.by}`, step.why ? `：${step.why}` : "")));
}

function actions(ticket, raw, desk, redraw, changed) {
  const open = (form) => { desk.querySelector("form")?.remove(); desk.append(form); form.querySelector("input,select,textarea")?.focus(); };
  const buttons = ticket.next.map((step) => el("button", { class: "act", type: "button", onclick: () =>
    open(form(step.label, stepInputs(step, ticket), async (given) => {
      redraw(await send(address(ticket, "/steps"), { move: step.move, ...given }));
      changed();
    })) }, step.label));
  if (ticket.open) buttons.push(el("button", { class: "act", type: "button", onclick: async () => {
    categories ??= await get("/api/categories");
    open(form("更正", fieldInputs((raw ?? ticket).draft), async (given) => {
      if (given.category) given.category = given.category.split(" / ");
      else delete given.category;
      redraw(await send(address(ticket, "/corrections"), given));
      changed();
    }));
  } }, "更正"));
  if (!raw) buttons.push(el("button", { class: "act", type: "button", onclick: () =>
    open(form("查看原文", [["why", "理由", el("input", { required: "" })]], async (given) =>
      redraw(ticket, await send(address(ticket, "/raw"), given)))) }, "查看原文"));
  return [el("div", { class: "row" }, ...buttons)];
}

function stepInputs(step, ticket) {
  const inputs = [];
  if (step.needs_ticket) inputs.push(["other", "工单号", el("input", { required: "", value: ticket.merged_into ?? "" })]);
  if (step.needs_days) inputs.push(["days", "延长工作日", el("input", { type: "number", min: "1", required: "" })]);
  if (step.needs_rating) inputs.push(["rating", "满意度", el("select", {}, ...[["5", "满意"], ["4", "较满意"], ["3", "一般"], ["2", "较不满意"], ["1", "不满意"]].map(([value, text]) => el("option", { value }, text)))]);
  inputs.push(["why", step.needs_reason ? "理由（必填）" : "说明", el("input", step.needs_reason ? { required: "" } : {})]);
  return inputs;
}

function fieldInputs(draft) {
  const list = el("datalist", { id: "categories" }, ...categories.map((one) => el("option", { value: one.join(" / ") })));
  const kind = el("select", {}, ...Object.entries(labels.kinds).map(([value, text]) =>
    el("option", value === draft.kind ? { value, selected: "" } : { value }, text)));
  const texts = Object.entries(SHOWN).map(([name, label]) => {
    const input = el(["course", "summary"].includes(name) ? "textarea" : "input");
    input.value = draft[name] ?? "";
    return [name, label, input];
  });
  return [["kind", "类别", kind],
    ["category", "分类", el("span", {}, el("input", { list: "categories", value: (draft.category ?? []).join(" / ") }), list)], ...texts];
}

// Inputs with their labels, who does it where nobody signs on, and what the service says against it.
function form(title, inputs, act) {
  if (!session.name) inputs = [["by", "操作人", el("input", { required: "", value: localStorage.getItem(KEPT) ?? "" })], ...inputs];
  const refused = el("p", { class: "bad", role: "alert" });
  const made = el("form", { class: "fields" },
    ...inputs.flatMap(([, label, input]) => [el("label", {}, label), input]),
    el("span", {}), el("div", { class: "row" }, el("button", { class: "act" }, `确定${title}`),
      el("button", { class: "act", type: "button", onclick: () => made.remove() }, "取消")), el("span", {}), refused);
  made.addEventListener("submit", async (event) => {
    event.preventDefault();
    refused.textContent = "";
    const given = Object.fromEntries(inputs.map(([name, , input]) => {
      const field = input.matches("span") ? input.firstChild : input;
      return [name, ["days", "rating"].includes(name) ? Number(field.value) : field.value.trim()];
    }));
    if (given.by) localStorage.setItem(KEPT, given.by);
    try { await act(given); } catch (problem) { refused.textContent = problem.message; }
  });
  return made;
}
