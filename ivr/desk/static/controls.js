// What an operator can do with the present call: transfer it, park it, say how a follow-up went.
// Drawn anew only when something of it changed, so that nobody's writing is lost.

import { el, get, send } from "./page.js";

const HOW = { attended: "咨询转接", blind: "直接转接", three_way: "三方通话" };
const WISH = { join: "三方", pass: "转出", take_back: "取回" };
const STAGE = {
  ringing: "正在转接，对方振铃中", ringing_alone: "正在转接", asking: "市民听音乐，对方振铃中", speaking: "您正与对方通话，市民听音乐",
  inviting: "正在邀请对方", three_way: "三方通话中", returning: "对方没有接听，市民回到您这里",
};
const RATINGS = [[5, "满意"], [4, "较满意"], [3, "一般"], [2, "较不满意"], [1, "不满意"]];
let drawnFor = "";
let destinations = null;
let last = null; // the follow-up that just ended: its outcome can still be said

export async function drawControls(place, { seat, call, work, picture }) {
  if (work?.kind === "回访" && work.state === "通话") last = { id: work.id, about: work.about, said: last?.id === work.id && last.said };
  const free = picture.operators.filter((one) => one.free).map((one) => one.name);
  const present = work?.kind === "回访" && last?.id === work.id;
  const follow = seat && (present || !seat.call) ? last : null;
  const key = JSON.stringify([seat?.name, seat?.call, seat?.does, seat?.transfer, seat?.wishes, seat?.waiting, work?.state, free, follow]);
  if (key === drawnFor) return;
  drawnFor = key;
  const refused = el("p", { class: "bad", role: "alert" });
  const act = (address, body) => async () => {
    refused.textContent = "";
    try { await send(address, { operator: seat.name, ...body }); return true; } catch (problem) { refused.textContent = problem.message; return false; }
  };
  const rows = [];
  if ((seat?.does === "talking" || work?.state === "通话") && call) rows.push(seat.transfer ? underWay(seat, act) : await transfer(seat, call, free, act));
  if (work?.state === "通话" && seat?.waiting) rows.push(el("div", { class: "row" },
    el("button", { class: "act", onclick: act(`/api/outbound/${encodeURIComponent(work.id)}/park`, {}) }, "寄存，先接来电")));
  if (follow && !follow.said) rows.push(outcome(follow, act, () => { drawnFor = ""; }));
  if (drawnFor === key) place.replaceChildren(...rows, ...(rows.length ? [refused] : []));
}

async function transfer(seat, call, free, act) {
  destinations ??= await get("/api/destinations");
  const people = destinations.filter((one) => one.sort === "operator" && one.title !== seat.name);
  const options = [
    ...people.map((one) => el("option", free.includes(one.title) ? { value: one.title } : { value: one.title, disabled: "" }, free.includes(one.title) ? `${one.title}（空闲）` : `${one.title}（不空闲）`)),
    ...destinations.filter((one) => one.sort === "desk").map((one) => el("option", { value: one.title }, one.title)),
  ];
  const choice = el("select", { "aria-label": "转接对象" }, ...options);
  const outside = destinations.some((one) => one.sort === "outside") ? el("input", { placeholder: "或外线号码", "aria-label": "外线号码", inputmode: "tel" }) : null;
  const begin = (how) => () => act(`/api/calls/${encodeURIComponent(call.call)}/transfer`, { target: outside?.value.trim() || choice.value, how })();
  return el("div", { class: "row" }, el("span", { class: "quiet" }, "转接"), options.length ? choice : null, outside,
    ...(options.length || outside ? Object.entries(HOW).map(([how, label]) => el("button", { class: "act", onclick: begin(how) }, label)) : [el("span", { class: "quiet" }, "没有可转接的对象")]));
}

function underWay(seat, act) {
  return el("div", { class: "row" }, el("span", { class: "tag warn" }, STAGE[seat.transfer] ?? seat.transfer),
    ...seat.wishes.map((wish) => el("button", { class: "act", onclick: act(`/api/calls/${encodeURIComponent(seat.call)}/transfer/wish`, { wish }) }, WISH[wish])));
}

function outcome(follow, act, done) {
  const remark = el("input", { placeholder: "市民的意见", "aria-label": "市民的意见" });
  const address = `/api/outbound/${encodeURIComponent(follow.id)}`;
  const say = (what, body) => async () => {
    if (await act(`${address}/${what}`, body())()) {
      if (last?.id === follow.id) last.said = true;
      document.dispatchEvent(new Event("outcome"));
      done();
    }
  };
  return el("div", { class: "row" }, el("span", { class: "quiet" }, `回访结果${follow.about ? `（${follow.about}）` : ""}`),
    ...RATINGS.map(([rating, label]) => el("button", { class: "act", onclick: say("outcome", () => ({ rating, remark: remark.value.trim() })) }, label)),
    remark, el("button", { class: "act", onclick: say("postpone", () => ({})) }, "改日再访"));
}
