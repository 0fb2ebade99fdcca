// The result screens: filters and paging of long tables, and the charts (Plotly, served locally).
"use strict";

(() => {
  const COLOURS = [
    "#1f3a5f", "#3b82a0", "#d08c34", "#7a9e54", "#a24e57", "#6c5b8f",
    "#4b8b7f", "#9a8a6a", "#5c7fb8", "#b8735c", "#8c8c8c", "#c2b14a",
  ];
  const LINE_OVER_COLUMNS = "#b91c1c";
  const PHASES = { building: "#d08c34", absorbing: "#9cc3d9", full: "#2f6f9f" };
  const FONT = '"Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif';
  const FORMATS = { integer: ",.0f", area: ",.0f", number: ",.2f", share: ".1%" };
  const TICKS = { integer: ",", area: ",", number: ",", share: ".0%" };
  const TICK_GAP = { ticks: "outside", ticklen: 6, tickcolor: "rgba(0,0,0,0)" };
  const NARROW = 560;
  const narrow = window.matchMedia("(max-width: 40rem)");

  const fromJson = (id) => JSON.parse(document.getElementById(id).textContent);
  const filled = (sentence, values) =>
    sentence.replace(/\{(\w+)\}/g, (place, name) => (name in values ? values[name] : place));

  // Long tables: the first rows, all of them, or those that hold what is typed.
  function pageTable(table, words) {
    const [onWide, onNarrow] = table.dataset.resultTable.split(" ").map(Number);
    const isBlocks = narrow.matches && table.classList.contains("result-table--stack");
    const first = isBlocks ? onNarrow : onWide;
    const tools = table.querySelector(".result-tools");
    const [input, button, count] = ["input", "button", ".result-count"].map((part) => tools.querySelector(part));
    const rows = [...table.querySelectorAll("tbody tr")];
    const texts = rows.map((row) => row.textContent.toLowerCase());
    let all = false;
    if (rows.length <= first) return;

    function show() {
      const wanted = input.value.trim().toLowerCase().split(/\s+/);
      const fits = texts.map((text) => wanted.every((word) => text.includes(word)));
      const matching = fits.filter(Boolean).length;
      let shown = 0;
      rows.forEach((row, at) => {
        const isTotal = row.classList.contains("result-total");
        row.hidden = !fits[at] || (!all && shown >= first && !isTotal);
        shown += row.hidden ? 0 : 1;
      });
      const numbers = { shown: shown.toLocaleString("en"), count: rows.length.toLocaleString("en") };
      count.textContent = matching ? filled(words.shown_rows, numbers) : words.none_match;
      button.textContent = all ? words.show_less : words.show_all;
      button.hidden = matching <= first;
    }

    input.addEventListener("input", show);
    button.addEventListener("click", () => {
      all = !all;
      show();
    });
    tools.hidden = false;
    table.classList.add("result-table--paged");
    show();
  }

  // On a narrow screen each cell says what it is: its column's header.
  function labelCells(table) {
    const labels = [...table.querySelectorAll("thead th")].map((head) => head.textContent);
    table.querySelectorAll("tbody tr").forEach((row) => {
      [...row.cells].forEach((cell, at) => cell.setAttribute("data-label", labels[at]));
    });
  }

  function labelWhenNarrow(tables) {
    if (!narrow.matches) {
      narrow.addEventListener("change", () => labelWhenNarrow(tables), { once: true });
      return;
    }
    tables.forEach(labelCells);
  }

  const hover = (kind) => `%{fullData.name}<br>%{x}: %{y:${FORMATS[kind]}}<extra></extra>`;

  // Text of a workbook must not be read as Plotly's markup.
  const plain = (text) => String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

  function shortened(text, most) {
    const letters = [...String(text)];
    return plain(letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : letters.join(""));
  }

  // The end of a site's name says which phase it is.
  function shortenedInside(text, most) {
    const letters = [...String(text)];
    if (letters.length <= most) return plain(text);
    return plain(`${letters.slice(0, most - 3).join("")}…${letters.slice(-2).join("")}`);
  }

  const tracesOf = {
    lines: (chart) =>
      chart.series.map((each, at) => ({
        type: "scatter",
        mode: chart.x.length > 1 ? "lines" : "markers",
        name: shortened(each.name, 24),
        x: chart.x,
        y: each.values,
        line: { color: COLOURS[at % COLOURS.length], width: at === 0 ? 3.5 : 1.75 },
        hovertemplate: hover(chart.kind),
      })),
    stacked: (chart) =>
      chart.series.map((each, at) =>
        each.line
          ? {
              type: "scatter",
              mode: "lines+markers",
              name: shortened(each.name, 24),
              x: chart.x,
              y: each.values,
              line: { color: LINE_OVER_COLUMNS, width: 2.5 },
              hovertemplate: hover(chart.kind),
            }
          : {
              type: "bar",
              name: shortened(each.name, 24),
              x: chart.x,
              y: each.values,
              marker: { color: COLOURS[at % COLOURS.length] },
              hovertemplate: hover(chart.kind),
            },
      ),
    bands: (chart) => {
      const plans = [...new Set(chart.series.map((each) => each.plan))];
      return plans.flatMap((plan, at) => {
        const colour = COLOURS[at === 0 ? 0 : 2];
        const point = (name) => chart.series.find((each) => each.plan === plan && each.point === name);
        const line = (name, more) => ({
          type: "scatter",
          mode: "lines",
          name: shortened(point(name).name, 30),
          x: chart.x,
          y: point(name).values,
          line: { color: colour, width: name === "middle" ? 3 : 1, dash: name === "middle" ? "solid" : "dot" },
          hovertemplate: hover(chart.kind),
          ...more,
        });
        return [
          line("low", { showlegend: false }),
          line("high", { showlegend: false, fill: "tonexty", fillcolor: `${colour}22` }),
          line("middle", {}),
        ];
      });
    },
    calendar: (chart, most) =>
      chart.series.map((each) => ({
        type: "bar",
        orientation: "h",
        name: plain(each.name),
        y: chart.rows.map((_, at) => at),
        base: each.spans.map(([start]) => start),
        x: each.spans.map(([, length]) => length),
        customdata: each.spans.map(([start, length], at) => [
          plain(chart.rows[at]),
          chart.x[Math.min(start, chart.x.length - 1)],
          chart.x[Math.min(Math.max(start, start + length - 1), chart.x.length - 1)],
        ]),
        marker: { color: PHASES[each.role] },
        hovertemplate: "%{customdata[0]}<br>%{fullData.name}: %{customdata[1]} – %{customdata[2]}<extra></extra>",
      })),
  };

  function layoutOf(chart, width) {
    const small = width < NARROW;
    const layout = {
      font: { family: FONT, size: small ? 11 : 12, color: "#1f2937" },
      margin: { l: 8, r: 8, t: 32, b: 8 },
      height: small ? 320 : 350,
      barmode: "stack",
      bargap: 0.35,
      dragmode: false,
      hovermode: "closest",
      paper_bgcolor: "#fff",
      plot_bgcolor: "#fff",
      // Upright words beside an axis read badly in Chinese: they stand above it.
      annotations: [
        { text: plain(chart.axis), showarrow: false, xref: "paper", yref: "paper", x: 0, y: 1, xanchor: "left", yanchor: "bottom", yshift: 6 },
      ],
      legend: { orientation: "h", x: 0, y: -0.14, yanchor: "top", traceorder: "normal" },
      xaxis: { type: "category", fixedrange: true, automargin: true, nticks: small ? 6 : 14, showgrid: false, ...TICK_GAP },
      yaxis: {
        tickformat: TICKS[chart.kind],
        fixedrange: true,
        automargin: true,
        rangemode: "tozero",
        ...TICK_GAP,
        gridcolor: "#e5e9ef",
        zerolinecolor: "#9aa5b4",
      },
    };
    if (chart.form !== "stacked") layout.xaxis.range = [-0.3, chart.x.length - 0.7];
    if (chart.kind === "share") layout.yaxis.range = [0, rangeTop(chart)];
    return chart.form === "calendar" ? { ...layout, ...calendarLayout(chart, small) } : layout;
  }

  // Shares are seen against the whole.
  function rangeTop(chart) {
    const values = chart.series.flatMap((each) => each.values).filter((value) => value !== null);
    return Math.max(1, ...values) * 1.04;
  }

  function calendarLayout(chart, small) {
    const years = chart.x.map((label, at) => [label, at]).filter(([label, at]) => label.endsWith("Q1") || at === 0);
    return {
      annotations: [],
      height: 90 + chart.rows.length * (small ? 24 : 22),
      bargap: 0.3,
      legend: { orientation: "h", x: 0, y: 1, yanchor: "bottom", traceorder: "normal" },
      margin: { l: 8, r: 8, t: small ? 64 : 40, b: 8 },
      xaxis: {
        type: "linear",
        range: [0, chart.x.length],
        tickvals: years.map(([, at]) => at),
        ticktext: years.map(([label]) => (small ? `'${label.slice(2, 4)}` : label.slice(0, 4))),
        fixedrange: true,
        automargin: true,
        gridcolor: "#d5dbe3",
        zeroline: false,
      },
      yaxis: {
        type: "linear",
        tickvals: chart.rows.map((_, at) => at),
        ticktext: chart.rows.map((name) => shortenedInside(name, small ? 10 : 24)),
        range: [chart.rows.length - 0.5, -0.5],
        fixedrange: true,
        automargin: true,
        showgrid: false,
        zeroline: false,
        ...TICK_GAP,
      },
    };
  }

  function draw(place, words) {
    const chart = fromJson(place.dataset.resultChart);
    const failed = () => {
      place.classList.add("result-plot--failed");
      place.textContent = words.no_chart;
    };
    if (typeof Plotly === "undefined") {
      failed();
      return;
    }
    const options = { displayModeBar: false, responsive: true, showTips: false, doubleClick: false };
    Plotly.newPlot(place, tracesOf[chart.form](chart), layoutOf(chart, place.clientWidth), options)
      .then(() => place.setAttribute("data-drawn", ""))
      .catch(failed);
  }

  // A chart is drawn when it comes near the window: one in a closed part has no size yet.
  function drawWhenSeen(places, words) {
    const watch = new IntersectionObserver(
      (entries) =>
        entries
          .filter((entry) => entry.isIntersecting)
          .forEach((entry) => {
            watch.unobserve(entry.target);
            draw(entry.target, words);
          }),
      { rootMargin: "400px" },
    );
    places.forEach((place) => watch.observe(place));
  }

  // A link to a closed part opens it.
  function openTarget() {
    const target = location.hash.startsWith("#result-") && document.getElementById(location.hash.slice(1));
    const fold = target && target.querySelector(":scope > details");
    if (fold) fold.open = true;
  }

  function start() {
    const root = document.querySelector("[data-result]");
    if (!root) return;
    const words = fromJson("result-words");
    root.querySelectorAll("[data-result-table]").forEach((table) => pageTable(table, words));
    labelWhenNarrow(root.querySelectorAll(".result-table--stack"));
    drawWhenSeen(root.querySelectorAll("[data-result-chart]"), words);
    window.addEventListener("hashchange", openTarget);
    openTarget();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
