"use strict";

/*
 * Elements of the page; texts become text, never markup. What is set again is written only if it changed.
 *
 * Draw.svg(tag, attributes, ...children), Draw.html(tag, attributes, ...children)
 * Draw.set(element, attributes), Draw.text(element, text)
 * Draw.filled(words, parts)  words with a part in the place of each {name}
 * Draw.fitted(element, layout)  calls layout(width) with the element's width in pixels, whenever that changes
 */
const Draw = (() => {
  const SVG = "http://www.w3.org/2000/svg";

  function finished(made, attributes, children) {
    for (const [name, value] of Object.entries(attributes ?? {})) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  const svg = (tag, attributes, ...children) => finished(document.createElementNS(SVG, tag), attributes, children);
  const html = (tag, attributes, ...children) => finished(document.createElement(tag), attributes, children);

  const filled = (words, parts) => words.replace(/\{(\w+)\}/g, (_, name) => parts[name]);

  function set(element, attributes) {
    for (const name in attributes) {
      const value = String(attributes[name]);
      if (element.getAttribute(name) !== value) element.setAttribute(name, value);
    }
  }

  function text(element, wanted) {
    if (element.textContent !== wanted) element.textContent = wanted;
  }

  function fitted(element, layout) {
    const watch = new ResizeObserver(([{ contentRect }]) => contentRect.width && layout(contentRect.width));
    watch.observe(element);
  }

  return Object.freeze({ svg, html, set, text, fitted, filled });
})();
