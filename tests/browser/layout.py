"""What a ruler finds on a page: too wide, too small, unnamed, badly set."""

_TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll('body *')]
    .filter((one) => one.getBoundingClientRect().right > width + 0.5)
    .map((one) => `${one.tagName.toLowerCase()}.${one.className} ends at ${one.getBoundingClientRect().right}`);
}"""

# A link within a sentence is as high as its line (WCAG 2.5.8 has the same exception); a tick box counts with its label.
_TOO_SMALL = """(least) => {
  const shown = (one) => one.checkVisibility({visibilityProperty: true}) && !one.matches('.unseen, .skip, [hidden]');
  const area = (one) => {
    const boxes = [one, ...(one.matches('[type=checkbox], [type=radio]') ? one.labels : [])];
    const rects = boxes.map((box) => box.getBoundingClientRect());
    const [left, top] = [Math.min(...rects.map((r) => r.left)), Math.min(...rects.map((r) => r.top))];
    const [right, bottom] = [Math.max(...rects.map((r) => r.right)), Math.max(...rects.map((r) => r.bottom))];
    return [right - left, bottom - top];
  };
  const inSentence = (one) => {
    if (getComputedStyle(one).display !== 'inline') return false;
    const around = one.parentElement.cloneNode(true);
    around.querySelectorAll('a').forEach((link) => link.remove());
    return /[\\p{L}\\p{N}]/u.test(around.textContent);
  };
  return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
    .filter((one) => shown(one) && !inSentence(one) && area(one).some((side) => side < least - 0.5))
    .map((one) => `${one.localName} "${(one.textContent || one.name).trim()}" ${area(one).map(Math.round)}`);
}"""

_BADLY_SET = """() => {
  const own = 'textarea, .own, .prose, dd, td, code, .entry, script, [lang=en], .who';
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const half = /\\p{Script=Han}["']?[,;:?!()]|[,;:?!()]\\p{Script=Han}/u;
  const found = [];
  while (words.nextNode()) {
    const [text, around] = [words.currentNode.textContent, words.currentNode.parentElement];
    if (!around.closest(own) && half.test(text)) found.push(text.trim());
  }
  return found;
}"""

_FORMS_THAT_KEEP = """() => [...document.querySelectorAll('main form')]
  .filter((form) => form.autocomplete !== 'off'
    || ![...form.elements].some((one) => one.type === 'password' && one.value && !one.name))
  .map((form) => form.action)"""


def too_wide(page):
    """Elements that make the page scroll sideways."""
    return page.evaluate(_TOO_WIDE)


def too_small(page, least=44):
    """Targets of less than `least` CSS pixels in either direction."""
    return page.evaluate(_TOO_SMALL, least)


def badly_set(page):
    """Chinese words of ours with half-width punctuation beside them."""
    return page.evaluate(_BADLY_SET) if page.locator("html[lang^=zh]").count() else []


def badly_headed(page):
    """What is wrong with where the page says it is: title, one h1."""
    headings = page.locator("h1").all_inner_texts()
    return [] if len(headings) == 1 and headings[0].strip() and page.title().strip(" ·") else [page.title(), *headings]


def forms_that_keep(page):
    """Forms whose words a browser would write to the disk; see `unkept` in templates/public/_parts.html."""
    return page.evaluate(_FORMS_THAT_KEEP)
