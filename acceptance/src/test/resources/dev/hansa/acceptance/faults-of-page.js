// What is wrong with the page for somebody on a phone, with a keyboard, or with weak eyes: a list of sentences.
(() => {
  const faults = [];
  const page = document.documentElement;
  if (!page.lang || !document.title || document.querySelectorAll("h1").length !== 1 || !document.querySelector("main")) {
    faults.push("a page has a language, a title, one h1 and a main part");
  }
  if (!document.querySelector("meta[name=viewport]")) {
    faults.push("a page says that it fits its window");
  }
  if (page.scrollWidth > innerWidth) {
    faults.push(`it is wider than its window: ${page.scrollWidth} of ${innerWidth}`);
  }
  // WCAG 2.2, 2.5.5: a finger hits 44 pixels.
  for (const each of document.querySelectorAll("a, button, summary, input:not([type=hidden]), textarea, select")) {
    const place = each.getBoundingClientRect();
    if (place.width && place.right > 0 && (place.height < 44 || place.width < 44)) {
      faults.push(`${each.tagName} "${(each.innerText || "").slice(0, 40)}" is ${Math.round(place.width)} x ${Math.round(place.height)}`);
    }
    if (!(each.innerText || each.ariaLabel || each.labels?.length)) {
      faults.push(`${each.tagName} has no name`);
    }
  }
  for (const each of document.querySelectorAll("img, svg")) {
    if (!(each.alt || each.ariaLabel || each.querySelector("title"))) {
      faults.push(`${each.tagName} has no text in its place`);
    }
  }
  // WCAG 2.2, 1.4.3: 4.5 to 1.
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const light = (colour) => {
    const [red, green, blue] = colour.slice(0, 3).map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const ground = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = numbers(getComputedStyle(each).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) {
        return colour;
      }
    }
    return dark ? [18, 18, 18] : [255, 255, 255];
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (texts.currentNode.textContent.trim() && element.getClientRects().length) {
      const one = light(numbers(getComputedStyle(element).color));
      const other = light(ground(element));
      const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      if (contrast < 4.5) {
        faults.push(`"${texts.currentNode.textContent.trim().slice(0, 40)}" has a contrast of ${contrast.toFixed(2)}`);
      }
    }
  }
  return faults;
})();
