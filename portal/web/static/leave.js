// Makes 离开 replace this page in the history, so that the back button does not return to it. Without this script the
// link still leaves; only the entry in the history stays.
document.addEventListener("click", (event) => {
  const way = event.target instanceof Element ? event.target.closest("a.leave") : null;
  if (way) {
    event.preventDefault();
    window.location.replace(way.href);
  }
});
