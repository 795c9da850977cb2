"use strict";

/* Served by the command "watch" only: loads the page anew when it is another one; what was moved is in its address. */

(() => {
  const { lesson, live } = JSON.parse(document.getElementById("data").textContent);
  new EventSource("../events").addEventListener("message", (event) => {
    const page = JSON.parse(event.data).pages[lesson.language];
    if (page && page.explorer !== live) location.reload();
  });
})();
