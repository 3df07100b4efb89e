// What every page does when scripts run. Everything works without.
import {
  Button,
  CharacterCount,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  ServiceNavigation,
  SkipLink,
  createAll,
} from "../build/js/govuk-frontend.min.js";

const COMPONENTS = [
  Button,
  CharacterCount,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  ServiceNavigation,
  SkipLink,
];

function start(scope) {
  COMPONENTS.forEach((component) => createAll(component, undefined, scope));
}

start(document);
document.addEventListener("htmx:afterSettle", (event) => start(event.target));

// A page that renews a part of itself has nothing to lose: signed out, it goes to sign in and comes back.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (event.detail.xhr.status !== 401) return;
  event.preventDefault();
  window.location.reload();
});

// A question that an option reveals. GOV.UK's own script puts aria-expanded on radios, which ARIA does not allow.
function reveal(scope) {
  scope.querySelectorAll("input[data-aria-controls]").forEach((option) => {
    const kind = option.type === "radio" ? "govuk-radios" : "govuk-checkboxes";
    const question = document.getElementById(option.dataset.ariaControls);
    question?.classList.toggle(`${kind}__conditional--hidden`, !option.checked);
  });
}

document.addEventListener("change", (event) => {
  if (event.target.matches("input[type=radio], input[type=checkbox]") && event.target.form) reveal(event.target.form);
});
window.addEventListener("pageshow", () => reveal(document));

// A menu that is a disclosure closes when one looks elsewhere.
const menus = () => document.querySelectorAll("details[data-closes-outside][open]");
document.addEventListener("click", (event) => {
  menus().forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  menus().forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});

// On paper nothing stays folded away.
window.addEventListener("beforeprint", () => {
  document.querySelectorAll("main details:not([open])").forEach((details) => {
    details.open = true;
    details.dataset.openedForPrint = "";
  });
});
window.addEventListener("afterprint", () => {
  document.querySelectorAll("details[data-opened-for-print]").forEach((details) => {
    details.open = false;
    delete details.dataset.openedForPrint;
  });
});

// Text from Word: bullets become "- ", odd spaces plain ones. The server does the same, and has the last word.
const BULLET = /^[ \t\u00a0]*(?:[\u2022\u00b7\u25aa\u25cf\u25e6\u2043\u2219\uf0b7\uf0a7\u27a2\u2713]|o(?=\t))[ \t\u00a0]*/gm;
const SPACE = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g;

function plain(text) {
  return text.replace(/\r\n?/g, "\n").replace(INVISIBLE, "").replace(BULLET, "- ").replace(SPACE, " ");
}

document.addEventListener("paste", (event) => {
  const area = event.target;
  const pasted = event.clipboardData?.getData("text/plain") ?? "";
  // A text area with data-paste="grid" reads its tabs itself.
  if (!(area instanceof HTMLTextAreaElement) || area.dataset.paste === "grid" || plain(pasted) === pasted) return;
  event.preventDefault();
  // execCommand keeps the browser's undo; setRangeText does not.
  if (!document.execCommand("insertText", false, plain(pasted))) {
    area.setRangeText(plain(pasted), area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
