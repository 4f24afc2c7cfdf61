// Under a flood: work by the browser instead of an answer (docs/adr/0013). A try is one SHA-256.
addEventListener("DOMContentLoaded", async () => {
  const work = document.querySelector("[data-bits]"), {subtle} = self.crypto ?? {}, bytes = new TextEncoder();
  if (!work || !subtle) return;
  const {form} = work, start = form.elements.ticket.value, zeros = 32 - work.dataset.bits;
  const told = form.querySelector("[data-done]");
  let waiting;
  form.addEventListener("submit", (event) => {
    if (work.value || form.elements.answer.value) return;
    event.preventDefault();
    waiting = event.submitter;
  });
  for (let n = 0; !work.value; n += 256) {
    const tries = Array.from({length: 256}, (_, i) => subtle.digest("SHA-256", bytes.encode(`${start}:${n + i}`)));
    const found = (await Promise.all(tries)).findIndex((sum) => !(new DataView(sum).getUint32(0) >>> zeros));
    if (found >= 0) work.value = n + found;
  }
  told.textContent = told.dataset.done;
  if (waiting) form.requestSubmit(waiting);
});
