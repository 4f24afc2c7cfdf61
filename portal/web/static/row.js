// One more row at once; without scripts the server adds it. Why so short: docs/adr/0018.
addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest('button[value^="add:"]');
  if (!button) return;
  const name = button.value.slice(4), most = Number(button.dataset.most);
  const rows = button.form.querySelectorAll(`fieldset.row[id^="${name}-"]`), n = rows.length;
  if (!n || n >= most) return;
  event.preventDefault();
  const row = blank(rows[n - 1].cloneNode(true), `${name}-${n - 1}`, `${name}-${n}`);
  for (const one of row.querySelectorAll("legend, button")) one.textContent = one.textContent.replace(/\d+/, n + 1);
  row.querySelector("button").value = `remove:${name}:${n}`;
  rows[n - 1].after(row);
  for (const one of document.querySelectorAll(`[value^="remove:${name}:"]`)) one.hidden = false;
  button.hidden = n + 1 >= most;
  row.focus();
});
