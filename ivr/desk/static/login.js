// Signing on; the password goes nowhere but to our own service.

import { $ } from "./page.js";

$("sign-on").addEventListener("submit", async (event) => {
  event.preventDefault();
  $("refused").textContent = "";
  $("go").disabled = true;
  try {
    const response = await fetch("/api/session", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ name: $("name").value.trim(), password: $("password").value }),
    });
    if (response.ok) {
      const session = await response.json();
      location.assign(session.role === "operator" ? "/operator" : "/");
      return;
    }
    $("refused").textContent = await response.text();
    $("password").value = "";
    $("password").focus();
  } catch {
    $("refused").textContent = "服务没有响应，请稍后再试";
  }
  $("go").disabled = false;
});
