// The keys of the desk. Why so short: docs/adr/0018.
const help = document.querySelector("dialog");
addEventListener("keydown", (event) => {
  const at = event.target, { key } = event;
  if (!help || help.open || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (at.matches("select, textarea, input:not([type=checkbox], [type=radio])")) return;
  const rows = [...document.querySelectorAll("table.ledger tbody tr:has(th a)")], now = rows.indexOf(at.closest("tr"));
  const go = (to) => rows[Math.max(0, Math.min(to, rows.length - 1))]?.querySelector("th a").focus();
  const keys = {
    j: () => go(now + 1),
    k: () => go(now - 1),
    o: () => rows[now]?.querySelector("th a").click(),
    x: () => rows[now]?.querySelector("[type=checkbox]")?.click(),
    "/": () => help.dataset.search && location.assign(help.dataset.search),
    "?": () => help.showModal(),
  };
  if (!Object.hasOwn(keys, key)) return;
  event.preventDefault();
  keys[key]();
});
