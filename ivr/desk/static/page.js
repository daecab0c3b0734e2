// What every page shares: making elements, clocks, who is signed on, asking and changing, and the
// live picture over the WebSocket.

export const $ = (id) => document.getElementById(id);
let skew = 0; // server clock minus ours, milliseconds

export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "class") made.className = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

export const fill = (place, ...children) => $(place).replaceChildren(...children);
export const moment = (iso) => new Date(iso).toLocaleString("zh-CN", { timeZone: "Asia/Shanghai", hour12: false, month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" });
export const since = (iso) => {
  const seconds = Math.max(0, Math.round((Date.now() + skew - new Date(iso)) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};

export function figure(label, value, tone = "") {
  return el("div", { class: "figure" }, el("b", { class: tone }, String(value)), el("span", {}, label));
}

export function tickClocks() {
  setInterval(() => document.querySelectorAll("[data-since]").forEach((place) => {
    place.textContent = since(place.dataset.since);
  }), 1000);
}

// What somebody should look at now, above everything else: sensitive matters until a manager has
// seen them, then what is wrong at this moment.
export function drawAlarms(picture, ...more) {
  const { health, alarms = [], alerts = [] } = picture;
  const broken = health?.ok === false
    ? `记录暂时写不进去（待写 ${health.pending} 条，已丢失 ${health.lost} 条）：${health.last_error ?? ""}。通话不受影响，请检查磁盘。` : "";
  const matters = alerts.map((alert) => el("p", {}, el("b", {}, "敏感事项 "), `${alert.text}（${moment(alert.at)}，通话 ${alert.call}）`,
    session.role === "manager" ? el("button", { class: "act", onclick: () => seen(alert) }, "已知悉") : null));
  const lines = [...more, broken, ...alarms].filter(Boolean).map((text) => el("p", {}, text));
  fill("alarm", ...matters, ...lines);
  $("alarm").hidden = !matters.length && !lines.length;
}

async function seen(alert) {
  const by = session.name || localStorage.getItem("ivr-operator") || "值班长";
  await send(`/api/alerts/${encodeURIComponent(alert.id)}/seen`, { by }).catch(() => {});
}

export function link(on, text) {
  $("link").className = on ? "link on" : "link off";
  $("link").textContent = text;
}

// ---- the service --------------------------------------------------------------------------------

export let session = { needed: false, name: "", role: "manager", token: "" };

// Who is signed on; the name and the way out stand in the header.
export async function signedOn() {
  session = await (await fetch("/api/session")).json();
  if (!session.role) { location.assign("/login"); await new Promise(() => {}); }
  if (session.needed) {
    $("link").before(el("p", { class: "person" }, session.name, " ",
      el("button", { class: "act", onclick: async () => { await send("/api/session", null, "DELETE"); location.assign("/login"); } }, "退出")));
  }
  return session;
}

async function checked(response) {
  if (response.status === 401) location.assign("/login");
  if (!response.ok) throw new Error(await response.text());
  return response.status === 204 ? null : response.json();
}

export const get = async (address) => checked(await fetch(address));

// A change, with what only our own pages know; the refusal's words are the error's message.
export async function send(address, body, method = "POST") {
  let response;
  try {
    response = await fetch(address, {
      method,
      headers: { "Content-Type": "application/json", "X-Token": session.token },
      body: body === null ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Error("服务没有响应，请稍后再试");
  }
  return checked(response);
}

// Calls `draw` with every new picture; connects again when the service was away.
export function follow(draw, wait = 500) {
  const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`);
  socket.onopen = () => { wait = 500; link(true, "已连接"); };
  socket.onmessage = (message) => {
    const snapshot = JSON.parse(message.data);
    skew = new Date(snapshot.now) - Date.now();
    draw(snapshot);
  };
  socket.onclose = (closed) => {
    if (closed.code === 1008) { location.assign("/login"); return; }
    link(false, "连接中断，正在重连…");
    setTimeout(async () => {
      const here = await fetch("/api/session").then((answer) => answer.json()).catch(() => ({ role: "unknown" }));
      if (here.role) follow(draw, Math.min(wait * 2, 10000)); else location.assign("/login");
    }, wait);
  };
}
