// What every page shares: making elements, clocks, and the live picture over the WebSocket.

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

export function link(on, text) {
  $("link").className = on ? "link on" : "link off";
  $("link").textContent = text;
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
  socket.onclose = () => {
    link(false, "连接中断，正在重连…");
    setTimeout(() => follow(draw, Math.min(wait * 2, 10000)), wait);
  };
}
