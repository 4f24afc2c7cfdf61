// For row.js: the copy of a row as if nobody had touched it.
function blank(row, before, after) {
  for (const one of [row, ...row.querySelectorAll("*")]) {
    for (const name of ["id", "for", "name", "aria-describedby"]) {
      const said = one.getAttribute(name);
      if (said) one.setAttribute(name, said.replaceAll(before, after).replace(/ ?\S+-error$/, ""));
    }
    if (!one.getAttribute("aria-describedby")) one.removeAttribute("aria-describedby");
    one.removeAttribute("aria-invalid");
    one.classList.remove("wrong");
    if (one.matches("input, textarea")) one.value = "";
    if (one.matches("select")) one.value = one.name.endsWith("-date_kind") ? "day" : "";
  }
  for (const fault of row.querySelectorAll(".error")) fault.remove();
  return row;
}
