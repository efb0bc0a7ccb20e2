"use strict";
// Filters and keyboard over what the page already holds; without this script the page reads the same.
const search = document.getElementById("search");
const count = document.getElementById("count");
const boxes = [...document.querySelectorAll("input[data-severity]")];
const suppressed = document.getElementById("suppressed");
const findings = [...document.querySelectorAll(".finding")].map(element => ({
  element, severity: element.dataset.severity, suppressed: element.hasAttribute("data-suppressed"),
  text: [element.closest(".group").dataset.subject, element.closest(".place").dataset.place, element.textContent].join(" ").toLowerCase(),
}));
const frames = [...document.querySelectorAll(".group, .place, .followers")];

function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(word => word.length > 0);
  const wanted = new Set(boxes.filter(box => box.checked).map(box => box.dataset.severity));
  let shown = 0;
  for (const finding of findings) {
    const fits = wanted.has(finding.severity) && (suppressed.checked || !finding.suppressed) && words.every(word => finding.text.includes(word));
    finding.element.hidden = !fits;
    shown += fits ? 1 : 0;
  }
  for (const frame of frames) {
    frame.hidden = frame.querySelector(".finding:not([hidden])") === null;
    // What was searched for must not stay folded away.
    if (frame.matches(".followers")) {
      frame.open = words.length > 0;
    }
  }
  count.textContent = shown === findings.length ? `${shown} findings` : `${shown} of ${findings.length} findings`;
}

function step(by) {
  const visible = findings.map(finding => finding.element).filter(element => !element.hidden && element.closest("details:not([open])") === null);
  const at = visible.indexOf(document.activeElement);
  const next = visible[Math.min(Math.max(at + by, 0), visible.length - 1)];
  if (next) {
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }
}

search.addEventListener("input", filter);
for (const box of [...boxes, suppressed]) {
  box.addEventListener("change", filter);
}
for (const link of document.querySelectorAll(".begin a")) {
  // What the filters hide cannot be jumped to.
  link.addEventListener("click", () => {
    search.value = "";
    for (const box of boxes) {
      box.checked = true;
    }
    filter();
  });
}
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (event.target === search) {
    if (event.key === "Escape") {
      search.value = "";
      filter();
      search.blur();
    }
  } else if (event.key === "/") {
    event.preventDefault();
    search.focus();
  } else if (event.key === "j" || event.key === "k") {
    step(event.key === "j" ? 1 : -1);
  }
});
document.getElementById("tools").hidden = false;
filter();
