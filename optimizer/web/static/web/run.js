"use strict";
// Follows a run: figures, step and chart each second; the result when it is over.
const panel = document.getElementById("progress");
const chart = document.getElementById("chart");
const offline = document.getElementById("offline");
const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 190, LEFT = 64, RIGHT = 60, TOP = 12, BOTTOM = 24;

function draw(name, attributes, words) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (words !== undefined) node.textContent = words;
  return node;
}
function told(number) {
  const digits = Math.abs(number) >= 1000 ? 0 : Math.abs(number) >= 10 ? 1 : 2;
  return number.toFixed(digits).replace(/\B(?=(\d{3})+(?!\d))/g, " ");
}
function range(points) {
  const values = points.map((p) => p[1]).filter((v) => v !== null);
  if (!values.length) return null;
  const best = values[values.length - 1];
  const bounds = points.map((p) => p[2]).filter((v) => v !== null);
  // Bounds far away at the beginning would flatten everything that matters.
  const near = bounds.filter((b) => Math.abs(b - best) <= Math.max(Math.abs(best), 1));
  const all = values.concat(near);
  let low = Math.min(...all), high = Math.max(...all);
  if (high - low < Math.max(Math.abs(high), 1) * 1e-4) { low -= Math.abs(low) * 0.01 + 0.01; high += Math.abs(high) * 0.01 + 0.01; }
  const room = (high - low) * 0.08;
  return [low - room, high + room];
}
function path(points, column, x, y) {
  let line = "", before = null;
  for (const point of points) {
    const value = point[column];
    if (value === null) continue;
    // Best plan and bound stay as they are until they change: steps, not slopes.
    line += before === null ? `M${x(point[0])} ${y(value)}` : `H${x(point[0])}V${y(value)}`;
    before = value;
  }
  return [line, before];
}
function show_chart(points, seconds) {
  const span = range(points);
  document.getElementById("chart-wait").hidden = span !== null;
  if (span === null) return;
  // One unit is one pixel, so that words are as large on a phone as on a desk.
  const WIDTH = Math.max(chart.parentElement.clientWidth, 280);
  chart.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  const last = Math.max(points[points.length - 1][0], seconds > 0 ? Math.min(seconds, points[points.length - 1][0] + 5) : 1, 1);
  const x = (s) => (LEFT + (WIDTH - LEFT - RIGHT) * s / last).toFixed(1);
  const clamp = (v) => Math.min(Math.max(v, span[0]), span[1]);
  const y = (v) => (TOP + (HEIGHT - TOP - BOTTOM) * (span[1] - clamp(v)) / (span[1] - span[0])).toFixed(1);
  const nodes = [];
  for (const part of [0, 0.5, 1]) {
    const value = span[0] + (span[1] - span[0]) * part;
    nodes.push(draw("line", { class: "grid-line", x1: LEFT, x2: WIDTH - RIGHT, y1: y(value), y2: y(value) }));
    nodes.push(draw("text", { x: LEFT - 6, y: Number(y(value)) + 4, "text-anchor": "end" }, told(value)));
  }
  nodes.push(draw("line", { class: "axis", x1: LEFT, x2: WIDTH - RIGHT, y1: HEIGHT - BOTTOM, y2: HEIGHT - BOTTOM }));
  nodes.push(draw("text", { x: LEFT, y: HEIGHT - 8 }, `0 ${panel.dataset.second}`));
  nodes.push(draw("text", { x: WIDTH - RIGHT, y: HEIGHT - 8, "text-anchor": "end" }, `${Math.round(last)} ${panel.dataset.second}`));
  const ends = [];
  for (const [column, name, words] of [[2, "bound", panel.dataset.bound], [1, "value", panel.dataset.value]]) {
    const [line, end] = path(points, column, x, y);
    if (end === null) continue;
    nodes.push(draw("path", { class: name, d: `${line}H${x(last)}` }));
    ends.push([name, words, Number(y(end))]);
  }
  if (ends.length === 2 && Math.abs(ends[0][2] - ends[1][2]) < 13) {
    const upper = ends[0][2] <= ends[1][2] ? 0 : 1;
    ends[upper][2] -= 6;
    ends[1 - upper][2] += 7;
  }
  for (const [name, words, at] of ends) {
    nodes.push(draw("text", { class: `${name}-word`, x: WIDTH - RIGHT + 6, y: at + 4 }, words));
  }
  chart.replaceChildren(...nodes);
}
function show(state) {
  for (const node of panel.querySelectorAll("[data-show]")) {
    const words = String(state[node.dataset.show]);
    if (node.textContent !== words) node.textContent = words;
  }
  panel.querySelector("[data-stop]").disabled = !state.can_stop;
  show_chart(state.points, state.seconds);
}
async function ask() {
  try {
    const answer = await fetch(panel.dataset.state, { headers: { Accept: "application/json" } });
    if (answer.status === 404) { location.reload(); return; }
    if (answer.ok) {
      const state = await answer.json();
      offline.hidden = true;
      show(state);
      if (state.over) { location.reload(); return; }
    } else {
      offline.hidden = false;
    }
  } catch (lost) {
    offline.hidden = false;
  }
  setTimeout(ask, 1000);
}
for (const form of panel.querySelectorAll("form[data-ask]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: new FormData(form), headers: { Accept: "application/json" },
      });
      if (answer.ok) show(await answer.json());
      else if (!form.querySelector("[data-stop]")) button.disabled = false;
    } catch (lost) {
      offline.hidden = false;
    }
  });
}
if (panel) setTimeout(ask, 500);
