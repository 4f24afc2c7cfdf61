// What is sent is brought close to a common size (T6). 320: what a script cannot know of the browser's boundaries.
addEventListener("submit", ({target: form, submitter}) => {
  const filler = form.elements.namedItem("pad"), bytes = (text) => new TextEncoder().encode(text).length;
  if (!filler) return;
  filler.value = "";
  const sent = [...new FormData(form)], crlf = (text) => text.replace(/\r\n|\r|\n/g, "\r\n");
  if (submitter?.name) sent.push([submitter.name, submitter.value]);
  const part = ([name, value]) => 90 + bytes(name)
    + (value.name === undefined ? bytes(crlf(value)) : 60 + bytes(value.name) + value.size);
  const size = form.enctype.startsWith("multipart") ? sent.reduce((sum, pair) => sum + part(pair), 0)
    : new URLSearchParams(sent.map(([name, value]) => [name, crlf(value)])).toString().length;
  filler.value = "x".repeat(Math.max(0, 32768 - ((size + 320) % 32768) - Math.floor(Math.random() * 256)));
});
