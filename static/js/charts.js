// Draws the figures that lie in the page as data. The heading, the sentence and the table beside each say the same.
const CONFIG = {
  displayModeBar: false,
  displaylogo: false,
  plotlyServerURL: "",
  responsive: true,
  scrollZoom: false,
  doubleClick: false,
  showSendToCloud: false,
  showTips: false,
};
const PAPER_WIDTH = 660;
const places = () => document.querySelectorAll("[data-chart]");

// A phone has no pointer to hover with, and a finger that scrolls must not be caught.
const isTouched = window.matchMedia("(hover: none)").matches;

places().forEach((place) => {
  const figure = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  place.hidden = false;
  // A drawing of one row an area is as tall as it has rows.
  if (figure.layout.height) place.style.height = `${figure.layout.height}px`;
  window.Plotly.newPlot(place, figure.data, figure.layout, { ...CONFIG, staticPlot: isTouched });
});

// On paper a drawing is as wide as the paper, not as the window was.
window.addEventListener("beforeprint", () => {
  places().forEach((place) => window.Plotly.relayout(place, { autosize: false, width: PAPER_WIDTH }));
});
window.addEventListener("afterprint", () => {
  places().forEach((place) => window.Plotly.relayout(place, { autosize: true, width: null }));
});
